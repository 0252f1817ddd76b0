// How do `can-i` and `explain` come to an answer?
//
// Both take the same words and ask the same engine once; they differ in what they print.

import { createRequire } from "node:module";
import { impersonated } from "./identity.mjs";
import { OUTPUT, parse } from "./options.mjs";
import { complain, complainAbout, Mistake } from "./output.mjs";
import { question } from "./question.mjs";
import { read } from "./sources.mjs";

const { Authorizer } = createRequire(import.meta.url)("../node/aksess.js");

const OPTIONS = {
  ...OUTPUT,
  filename: { type: "string", short: "f", multiple: true, default: [] },
  as: { type: "string" },
  "as-group": { type: "string", multiple: true, default: [] },
  namespace: { type: "string", short: "n" },
  "all-namespaces": { type: "boolean", short: "A" },
  subresource: { type: "string" },
};

/** The part of the help both commands share. */
export const HELP = `What is asked:
  VERB TYPE[.GROUP]                  list pods, create deployments.apps
  VERB TYPE[.GROUP]/NAME             get secrets/tls, or get secrets tls
  VERB TYPE[.GROUP]/SUBRESOURCE NAME get pods/log web
  VERB /PATH                         get /healthz

  -n, --namespace NS    in this namespace; without it the question is about the cluster scope,
                        which is also what a request over all namespaces asks for (-A)
      --subresource S   of the resource, as kubectl takes it

Who asks:
      --as USER         a user name, or system:serviceaccount:NAMESPACE:NAME
      --as-group GROUP  may be repeated

  The groups are taken as given. As with impersonation, system:authenticated is added; for
  system:anonymous it is system:unauthenticated. A service account without --as-group is in the
  two groups of service accounts as well.

What is known:
  -f, --filename FILE   YAML or JSON; may be repeated. A folder stands for the .yaml, .yml and
                        .json files in it and below it, - for standard input, which is also
                        read when no file is given

  -o, --output FORMAT   text or json

Nothing is sent over the network.
Exit code: 0 yes; 1 no; 2 a file cannot be read, the command line is wrong, or nothing is known
to decide from`;

/** Reads the command line and the files, and asks. */
export async function ask(words) {
  const { values, positionals } = parse(words, OPTIONS);
  const { attributes, warnings } = question(positionals, values);
  const spec = { ...impersonated(values.as, values["as-group"]), ...attributes };
  const sources = await read(values.filename, "-f FILE");
  const authorizer = new Authorizer(sources);
  for (const warning of warnings) complain(`warning: ${warning}`);
  complainAbout(authorizer.diagnostics);
  const trace = authorizer.explain(spec);
  const isAllowed = trace.decision === "Allow";
  if (!isAllowed && Object.keys(authorizer.contents).length === 0) {
    const names = [...new Set(sources.map(({ name }) => name))].join(", ");
    throw new Mistake(`nothing can be decided: no role and no binding is in ${names}`);
  }
  return {
    trace,
    code: isAllowed ? 0 : 1,
    isJson: values.output === "json",
    render: () => authorizer.render(spec),
  };
}
