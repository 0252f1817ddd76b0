// Which way does a question take, where there is no long way?
//
// Plain strings or nothing: what is not plain is an error.

{
  const plain = (spec) => {
    if (!collect(spec)) throw wrong("argument", "spec", "spec must be a plain question: strings, no extra fields, one kind of attributes");
  };
  /** Bytes of our own, of whatever realm those given are. */
  const copied = (bytes) => {
    try {
      const tag = Object.prototype.toString.call(bytes);
      if (tag === "[object ArrayBuffer]" || (tag === "[object Uint8Array]" && ArrayBuffer.isView(bytes))) return new Uint8Array(bytes);
    } catch {}
    throw wrong("argument", "bytes", "bytes must be a Uint8Array");
  };
  const listed = (specs) => {
    try {
      if (Array.isArray(specs)) return Array.from(specs);
    } catch {}
    throw wrong("argument", "specs", "specs must be a list of questions");
  };
  const { fromSnapshot } = Authorizer;
  Authorizer.fromSnapshot = function (bytes) {
    const own = copied(bytes);
    try {
      return fromSnapshot(own);
    } catch ({ message }) {
      throw wrong("snapshot", "bytes", message);
    }
  };
  Authorizer.prototype.authorize = function (asked) {
    if (isA(Prepared, asked)) return DECISIONS[this.authorizePrepared(asked)];
    plain(asked);
    return DECISIONS[this.authorizeParts(text, lengths, isPath)];
  };
  Authorizer.prototype.prepare = function (spec) {
    plain(spec);
    return this.prepareParts(text, lengths, isPath);
  };
  Authorizer.prototype.prepareAll = function (specs) {
    const questions = listed(specs);
    const batch = new PreparedBatch();
    try {
      for (const spec of questions) {
        plain(spec);
        this.addParts(batch, text, lengths, isPath);
      }
    } catch (error) {
      batch.free();
      throw error;
    }
    return batch;
  };
  Authorizer.prototype.authorizeAll = function (batch) {
    mustBe(PreparedBatch, batch, "batch", "what prepareAll gives");
    return named(this.authorizeBatch(batch));
  };
}
