// Which way does a question take, where there is no long way?
//
// Plain strings or nothing: what is not plain is an error.

{
  const plain = (spec) => {
    if (!collect(spec)) throw new TypeError("spec must be a plain question: strings, no extra fields, one kind of attributes");
  };
  Authorizer.prototype.authorize = function (asked) {
    if (asked instanceof Prepared) return DECISIONS[this.authorizePrepared(asked)];
    plain(asked);
    return DECISIONS[this.authorizeParts(text, lengths, isPath)];
  };
  Authorizer.prototype.prepare = function (spec) {
    plain(spec);
    return this.prepareParts(text, lengths, isPath);
  };
  Authorizer.prototype.prepareAll = function (specs) {
    const batch = new PreparedBatch();
    for (const spec of specs) {
      plain(spec);
      this.addParts(batch, text, lengths, isPath);
    }
    return batch;
  };
  Authorizer.prototype.authorizeAll = function (batch) {
    return named(this.authorizeBatch(batch));
  };
}
