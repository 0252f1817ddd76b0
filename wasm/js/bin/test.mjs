// Do policies decide as their scenarios expect?
//
// Each file stands alone: its scenarios are run against its own documents.

import { Authorizer } from "./engine.mjs";
import { OUTPUT, parse } from "./options.mjs";
import { complain, complainAbout, say, sayJson } from "./output.mjs";
import { withDefaults } from "./policy.mjs";
import { read } from "./sources.mjs";

const OPTIONS = { ...OUTPUT, defaults: { type: "boolean" } };

export const help = `usage: aksess test FILE …

Runs the scenarios in the files. Each file is read alone: its scenarios ask the roles and bindings
beside them. A folder stands for the .yaml, .yml and .json files in it and below it, - for standard
input, which is also read when no file is given.

A scenario lists requests and the answers they should get:

  kind: Scenario
  title: Developers read pods
  requests:
  - as: {user: alice, groups: [developers]}
    verb: list
    resource: pods
    namespace: dev
    expect: Allow

      --defaults        the default policy of Kubernetes 1.36 as well
  -o, --output FORMAT   text or json

Nothing is sent over the network.
The last line is \`N passed, N failed\`. Exit code: 0 all passed; 1 some failed; 2 a file cannot be
read, the command line is wrong, a document has an error, or there is no request in any file`;

export async function run(words) {
  const { values, positionals } = parse(words, OPTIONS);
  const sources = await read(positionals, "`aksess test FILE`");
  const results = sources.map((source) => check(withDefaults([source], values)));
  const outcomes = results.flatMap((result) => result.outcomes);
  const diagnostics = results.flatMap((result) => result.diagnostics);
  const failed = outcomes.filter(({ failures }) => failures.length > 0).length;
  const passed = outcomes.length - failed;
  const errors = complainAbout(diagnostics);
  if (outcomes.length === 0) complain("error: there is no request in what was read, so nothing was tested");
  if (values.output === "json") {
    sayJson({ passed, failed, outcomes, diagnostics });
  } else {
    outcomes.filter(({ failures }) => failures.length > 0).forEach(tell);
    say(`${passed} passed, ${failed} failed`);
  }
  if (errors > 0 || outcomes.length === 0) return 2;
  return failed > 0 ? 1 : 0;
}

function check(sources) {
  const authorizer = new Authorizer(sources);
  return { outcomes: authorizer.test(), diagnostics: authorizer.diagnostics };
}

function tell({ title, request, location, failures, report }) {
  say(`failed: ${location ? `${location.source}:${location.line}: ` : ""}${title}`);
  say(indented([request, ...failures, "", report, ""].join("\n")));
}

function indented(text) {
  return text.replace(/^(?=.)/gm, "  ");
}
