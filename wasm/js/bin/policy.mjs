// What is known to decide from?
//
// Every command that asks takes its roles and bindings in the same way.

import { Authorizer } from "./engine.mjs";
import { complainAbout, Mistake } from "./output.mjs";
import { read } from "./sources.mjs";

export const OPTIONS = {
  filename: { type: "string", short: "f", multiple: true, default: [] },
  defaults: { type: "boolean" },
};

/** The part of the help that these options share. */
export const HELP = `What is known:
  -f, --filename FILE   YAML or JSON; may be repeated. A folder stands for the .yaml, .yml and
                        .json files in it and below it, - for standard input, which is also
                        read when no file is given
      --defaults        the default policy of Kubernetes 1.36 as well`;

const DEFAULTS = { name: "--defaults", text: "kind: ClusterSettings\nkubernetesDefaults: true\n" };

/** The sources with the default policy, if that is wanted. */
export function withDefaults(sources, { defaults }) {
  return defaults ? [...sources, DEFAULTS] : sources;
}

/** The compiled policy, and a way to refuse to answer from nothing; what is wrong in the files is told. */
export async function open(values) {
  const sources = await read(values.filename, "-f FILE");
  const authorizer = new Authorizer(withDefaults(sources, values));
  complainAbout(authorizer.diagnostics);
  const isEmpty = Object.keys(authorizer.contents).length === 0 && authorizer.vocabulary.groups.length === 0;
  const mustKnow = () => {
    const names = [...new Set(sources.map(({ name }) => name))].join(", ");
    if (isEmpty) throw new Mistake(`nothing can be decided: no role and no binding is in ${names}`);
  };
  return { authorizer, mustKnow };
}
