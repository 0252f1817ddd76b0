// Do policies decide as their scenarios expect?
//
// Each file stands alone: its scenarios are run against its own documents.

import { createRequire } from "node:module";
import { OUTPUT, parse } from "./options.mjs";
import { complain, complainAbout, say, sayJson } from "./output.mjs";
import { read } from "./sources.mjs";

const { Authorizer } = createRequire(import.meta.url)("../node/aksess.js");

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

  -o, --output FORMAT   text or json

Nothing is sent over the network.
The last line is \`N passed, N failed\`. Exit code: 0 all passed; 1 some failed; 2 a file cannot be
read, the command line is wrong, a document has an error, or there is no request in any file`;

export async function run(words) {
  const { values, positionals } = parse(words, OUTPUT);
  const results = (await read(positionals, "`aksess test FILE`")).map(check);
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

function check(source) {
  const authorizer = new Authorizer([source]);
  return { outcomes: authorizer.test(), diagnostics: authorizer.diagnostics };
}

function tell({ title, request, location, failures, report }) {
  say(`failed: ${location ? `${location.source}:${location.line}: ` : ""}${title}`);
  say(indented([request, ...failures, "", report, ""].join("\n")));
}

function indented(text) {
  return text.replace(/^(?=.)/gm, "  ");
}
