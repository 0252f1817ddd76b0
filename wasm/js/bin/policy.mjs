// What is known to decide from?
//
// Every command that asks takes its documents in the same way: files to read, or a snapshot that was
// compiled from them.

import { Authorizer } from "./engine.mjs";
import { oneOf } from "./options.mjs";
import { complainAbout, Mistake } from "./output.mjs";
import { read, readBytes } from "./sources.mjs";

export const OPTIONS = {
  filename: { type: "string", short: "f", multiple: true, default: [] },
  defaults: { type: "boolean" },
  snapshot: { type: "string" },
};

export const ORDER = { order: { type: "string" }, at: { type: "string" } };

export const ORDERS = ["AzureFirst", "KubernetesFirst", "AzureExclusive"];

/** The part of the help that these options share. */
export const HELP = `What is known:
  -f, --filename FILE   YAML or JSON; may be repeated. A folder stands for the .yaml, .yml and
                        .json files in it and below it, a pattern for every file it fits, - for
                        standard input, which is also read when no file is given
      --defaults        the default policy of Kubernetes 1.36 as well; a cluster's document brings it
      --snapshot FILE   what \`aksess compile\` wrote, instead of files`;

export const ORDER_HELP = `      --order ORDER     AzureFirst, KubernetesFirst or AzureExclusive: in which order Azure RBAC and
                        Kubernetes RBAC speak
      --at TIME         the instant that is asked about, for eligible and time-bound assignments`;

const DEFAULTS = { name: "--defaults", text: "kind: ClusterSettings\nkubernetesDefaults: true\n" };

/** The sources with the default policy, if that is wanted. */
export function withDefaults(sources, { defaults }) {
  return defaults ? [...sources, DEFAULTS] : sources;
}

/** The order, if one is said. */
export function options({ order }) {
  return order === undefined ? {} : { order: oneOf("--order", order, ORDERS) };
}

/** What else a request says about when and how it is asked. */
export function circumstances({ order, at }) {
  return { ...options({ order }), ...(at === undefined ? {} : { at }) };
}

/** The compiled policy, and a way to refuse to answer from nothing; what is wrong in the files is told. */
export async function open(values) {
  if (values.snapshot !== undefined) return await kept(values);
  const sources = await read(values.filename, "-f FILE");
  const authorizer = new Authorizer(withDefaults(sources, values), options(values));
  complainAbout(authorizer.diagnostics);
  const knowsNothing = isEmpty(authorizer);
  const mustKnow = () => {
    const names = [...new Set(sources.map(({ name }) => name))].join(", ");
    if (knowsNothing) throw new Mistake(`nothing can be decided: no role and no binding is in ${names}`);
  };
  return { authorizer, sources, mustKnow };
}

/** Whether there is nothing to decide from. */
export function isEmpty(authorizer) {
  return Object.keys(authorizer.contents).length === 0 && authorizer.vocabulary.groups.length === 0;
}

async function kept(values) {
  if (values.filename.length > 0) throw new Mistake("--snapshot stands for the files; leave -f out");
  if (values.defaults) throw new Mistake("--defaults is decided when the snapshot is compiled");
  const bytes = await readBytes(values.snapshot);
  try {
    return { authorizer: Authorizer.fromSnapshot(bytes, options(values)), sources: [], mustKnow() {} };
  } catch (error) {
    throw new Mistake(`${values.snapshot}: ${error.message}`);
  }
}
