// Which resources have a column in a matrix?
//
// Those that are given, or else every one that a rule names, once for each API group in which it is named: pods and
// the pods of metrics.k8s.io are two. Names in documents may be anything; one that cannot be asked for is told and
// hides no other.

import { complain, Mistake } from "./output.mjs";
import { line, question } from "./question.mjs";

/** Each column's name, and what is asked in it. */
export function columns(authorizer, values) {
  if (values.resource.length > 0) return values.resource.map((name) => column(authorizer, name, values));
  const named = authorizer.vocabulary.typed.flatMap((name) => ofRule(authorizer, name, values));
  if (named.length === 0) throw new Mistake("no rule names a resource; say which with --resource TYPE");
  return named;
}

/** The column of a name in a document, if it can be asked for. */
function ofRule(authorizer, name, values) {
  try {
    return [column(authorizer, name, values)];
  } catch (error) {
    if (!(error instanceof Mistake)) throw error;
    complain(`note: there is no column for the resource \`${name}\` that a rule names: ${name === "" ? "it is empty" : error.message}`);
    return [];
  }
}

function column(authorizer, name, { namespace, "all-namespaces": everywhere }) {
  const [type, ...rest] = name.split("/");
  if (type === "" && name !== "") throw new Mistake(`\`${name}\` is a path, not a resource`);
  const place = { namespace, "all-namespaces": everywhere, subresource: rest.length > 0 ? rest.join("/") : undefined };
  const { resourceAttributes } = question(authorizer, line(["get", type], place), () => {});
  const { verb, ...asked } = resourceAttributes;
  return { name, asked };
}
