// What is asked?
//
// The words are those of `kubectl auth can-i`: VERB TYPE, VERB TYPE/NAME, `--subresource`, or VERB
// and a path that begins with a slash. One form is ours: VERB TYPE/SUBRESOURCE NAME.

import { Mistake } from "./output.mjs";
import { find } from "./resources.mjs";

const VERBS = ["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"];
const SPECIAL_VERBS = ["use", "bind", "escalate", "impersonate", "approve", "sign", "attest", "*"];
const PATH_VERBS = ["get", "head", "post", "put", "patch", "delete", "options", "*"];
const SUBRESOURCES = ["log", "exec", "attach", "portforward", "proxy", "status", "scale", "eviction"];

/** The question as the attributes of a SubjectAccessReview, and what is odd about it. */
export function question(words, { namespace, subresource, "all-namespaces": everywhere }) {
  const [verb, target, name, ...rest] = words;
  if (!verb || !target) {
    throw new Mistake("say what is asked: a verb and a resource, as in `list pods`, or a path, as in `get /healthz`");
  }
  if (rest.length > 0) throw new Mistake(`\`${rest[0]}\` is one word too many`);
  if (namespace !== undefined && everywhere) {
    throw new Mistake("--namespace and --all-namespaces exclude each other");
  }
  if (target.startsWith("/")) {
    if (name !== undefined || subresource !== undefined || namespace !== undefined) {
      throw new Mistake("a path has no name, subresource or namespace");
    }
    return { attributes: { nonResourceAttributes: { path: target, verb } }, warnings: known(verb, PATH_VERBS) };
  }
  const asked = { verb, namespace: namespace ?? "", ...object(target, name, subresource) };
  const { resource, group, warnings } = find(asked.type, namespace);
  delete asked.type;
  warnings.unshift(...known(verb, [...VERBS, ...SPECIAL_VERBS]));
  if (!asked.subresource && SUBRESOURCES.includes(asked.name)) {
    const meant = `--subresource ${asked.name}`;
    warnings.push(`\`${asked.name}\` is taken as the name of an object, as kubectl does; for the subresource use ${meant}`);
  }
  return { attributes: { resourceAttributes: { ...asked, resource, group } }, warnings };
}

/** TYPE, TYPE/NAME, TYPE NAME or TYPE/SUBRESOURCE NAME. */
function object(target, name, subresource) {
  const slash = target.indexOf("/");
  const type = slash < 0 ? target : target.slice(0, slash);
  const after = slash < 0 ? undefined : target.slice(slash + 1);
  if (!type || after === "") throw new Mistake(`\`${target}\` is not TYPE or TYPE/NAME`);
  if (after === undefined || name === undefined) {
    return { type, name: name ?? after ?? "", subresource: subresource ?? "" };
  }
  if (subresource !== undefined) {
    throw new Mistake(`\`${after}\` and --subresource ${subresource} name the subresource twice`);
  }
  return { type, name, subresource: after };
}

function known(verb, verbs) {
  return verbs.includes(verb) ? [] : [`\`${verb}\` is not a known verb`];
}
