// Which way does a question take?
//
// Prepared ones and plain ones the short way; whatever is not plain the long way, which says what is wrong
// with it.

{
  const authorize = Authorizer.prototype.authorize;
  Authorizer.prototype.authorize = function (asked) {
    if (asked instanceof Prepared) return DECISIONS[this.authorizePrepared(asked)];
    if (collect(asked)) {
      const decision = DECISIONS[this.authorizeParts(text, lengths, isPath)];
      if (decision !== undefined) return decision;
    }
    return authorize.call(this, asked);
  };
  Authorizer.prototype.authorizeAll = function (batch) {
    return named(this.authorizeBatch(batch));
  };
}
