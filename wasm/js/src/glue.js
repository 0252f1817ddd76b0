// How does a plain object reach the engine without a detour?
//
// This is put behind the JavaScript that wasm-bindgen makes. A plain question of strings is handed over
// as one text and the lengths of its parts; whatever is not plain goes the long way, which says what is
// wrong with it. No rule of authorization is here.

{
  const DECISIONS = ["Allow", "Deny", "NoOpinion"];
  const SPEC = new Set(["user", "groups", "resourceAttributes", "nonResourceAttributes"]);
  const RESOURCE = ["verb", "group", "resource", "subresource", "namespace", "name"];
  const PATH = ["verb", "path"];
  const KNOWN = { resource: new Set([...RESOURCE, "version"]), path: new Set(PATH) };

  let text = "";
  let lengths = [];

  /** Takes a string, nothing as an empty one; false for anything else. */
  const add = (part) => {
    if (part === undefined || part === null) part = "";
    if (typeof part !== "string") return false;
    text += part;
    lengths.push(part.length);
    return true;
  };

  const isPlain = (value, known) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
    for (const key in value) if (!known.has(key)) return false;
    return true;
  };

  /** Collects the parts of a question; false where the long way has to look at it. */
  const collect = (spec) => {
    if (!isPlain(spec, SPEC)) return false;
    const { user, groups, resourceAttributes, nonResourceAttributes } = spec;
    const isPath = resourceAttributes === undefined || resourceAttributes === null;
    const asked = isPath ? nonResourceAttributes : resourceAttributes;
    if (!isPath && nonResourceAttributes !== undefined) return false;
    if (!isPlain(asked, isPath ? KNOWN.path : KNOWN.resource)) return false;
    if (asked.version !== undefined && typeof asked.version !== "string") return false;
    text = "";
    lengths = [];
    if (!user || !add(user)) return false;
    for (const key of isPath ? PATH : RESOURCE) if (!add(asked[key])) return false;
    if (groups === undefined || groups === null) return true;
    return Array.isArray(groups) && groups.every((group) => typeof group === "string" && add(group));
  };

  const authorize = Authorizer.prototype.authorize;
  Authorizer.prototype.authorize = function (asked) {
    if (asked instanceof Prepared) return DECISIONS[this.authorizePrepared(asked)];
    if (collect(asked)) {
      const isPath = asked.resourceAttributes === undefined || asked.resourceAttributes === null;
      const decision = DECISIONS[this.authorizeParts(text, lengths, isPath)];
      if (decision !== undefined) return decision;
    }
    return authorize.call(this, asked);
  };
  Authorizer.prototype.authorizeAll = function (batch) {
    return Array.from(this.authorizeBatch(batch), (number) => DECISIONS[number]);
  };
}
