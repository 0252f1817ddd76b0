// Which way does a question take?
//
// Prepared ones and plain ones the short way; whatever is not plain the long way, which says what is wrong
// with it.

{
  const { authorize, diff } = Authorizer.prototype;
  Authorizer.prototype.authorize = function (asked) {
    if (isA(Prepared, asked)) return DECISIONS[this.authorizePrepared(asked)];
    if (collect(asked)) {
      const decision = DECISIONS[this.authorizeParts(text, lengths, isPath)];
      if (decision !== undefined) return decision;
    }
    return authorize.call(this, asked);
  };
  Authorizer.prototype.authorizeAll = function (batch) {
    mustBe(PreparedBatch, batch, "batch", "what prepareAll gives");
    return named(this.authorizeBatch(batch));
  };
  Authorizer.prototype.diff = function (other) {
    mustBe(Authorizer, other, "other", "an Authorizer");
    return diff.call(this, other);
  };
}
