// Which resources have a column in a matrix?
//
// Those that are given, or else every one that a rule names. A name that several API groups have, such as pods and
// the pods of metrics.k8s.io, has a column for each group of which somebody holds a rule. Names in documents may
// be anything; one that cannot be asked for is told and hides no other.

import { complain, Mistake } from "./output.mjs";
import { line, question } from "./question.mjs";
import { plain } from "./caller.mjs";

/** Each column's name, and what is asked in it. */
export function columns(authorizer, subjects, values) {
  if (values.resource.length > 0) return values.resource.map((name) => column(authorizer, name, values));
  const named = authorizer.vocabulary.resources.flatMap((name) => ofRule(authorizer, name, values));
  if (named.length === 0) throw new Mistake("no rule names a resource; say which with --resource TYPE");
  const known = new Map(named.map((of) => [key(of.asked), of]));
  for (const name of inGroups(authorizer, subjects, values)) {
    for (const of of ofRule(authorizer, name, values)) if (!known.has(key(of.asked))) known.set(key(of.asked), of);
  }
  return [...known.values()];
}

const key = ({ group, resource, subresource }) => JSON.stringify([group, resource, subresource]);

/** The names with their API groups, as rules have them that somebody holds here. */
function inGroups(authorizer, subjects, { namespace, "all-namespaces": everywhere }) {
  const found = new Set();
  for (const subject of subjects) {
    for (const { apiGroups, resources } of authorizer.whatCan(plain(subject), everywhere ? "" : namespace || "default").resourceRules) {
      for (const group of apiGroups.filter((of) => of !== "" && of !== "*")) {
        for (const resource of resources.filter((of) => !of.includes("*"))) found.add(resource.replace(/^[^/]*/, `$&.${group}`));
      }
    }
  }
  return found;
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
