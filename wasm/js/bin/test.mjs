// Do policies decide as their scenarios expect?
//
// Each file stands alone: its scenarios are run against its own documents, never against those of a file beside
// it, so that what a file says does not depend on where it lies. In a page of Markdown each block stands alone.
// A refusal where nothing could have granted says nothing about a policy; it is told.

import { Authorizer } from "./engine.mjs";
import { fences } from "./fences.mjs";
import { junit } from "./junit.mjs";
import { OUTPUT, parse } from "./options.mjs";
import { complain, complainAbout, say, sayJson, settled, working } from "./output.mjs";
import { isEmpty, options, ORDERS, withDefaults } from "./policy.mjs";
import { sarif } from "./sarif.mjs";
import { read } from "./sources.mjs";
import { block as code, inline } from "./markdown.mjs";
import { place } from "./table.mjs";
import { unforged, visible } from "./visible.mjs";

const OPTIONS = { ...OUTPUT, defaults: { type: "boolean" }, order: { type: "string" } };
const READ = /\.(ya?ml|json|md|markdown)$/i;

export const help = `usage: aksess test FILE …

Runs the scenarios in the files. Each file is read alone: its scenarios ask the documents in the same
file, not those of other files. A folder stands for the .yaml, .yml, .json and .md files in it and below
it, a pattern for every file it fits, - for standard input, which is also read when no file is given. In a
page of Markdown each block \`\`\`aksess is read alone; \`\`\`aksess more adds to the one before it.

A scenario lists requests and the answers they should get:

  kind: Scenario
  title: Developers read pods
  requests:
  - as: {user: alice, groups: [developers]}
    verb: list
    resource: pods
    namespace: dev
    expect: Allow

      --order ORDER     AzureFirst, KubernetesFirst or AzureExclusive, for requests that say none; \`all\`
                        asks them in each
      --defaults        the default policy of Kubernetes 1.36 as well
  -o, --output FORMAT   text, json, markdown, sarif or junit

Examples:
  aksess test policies/
  aksess test --order all 'tests/**/*.yaml'
  aksess test docs/*.md README.md
  aksess test policies/ -o junit > junit.xml
  awk 'FNR == 1 && NR > 1 { print "---" } 1' rbac/*.yaml scenarios.yaml | aksess test

Nothing is sent over the network.
The last line is \`N passed, N failed\`. Exit code: 0 all passed; 1 some failed; 2 a file cannot be
read, the command line is wrong, a document has an error, or there is no request in any file`;

export async function run(words) {
  const { values, positionals } = parse(words, OPTIONS, ["text", "json", "markdown", "sarif", "junit"]);
  const orders = values.order === "all" ? ORDERS : [options(values).order];
  const files = await read(positionals, "`aksess test FILE`", READ);
  const sources = files.flatMap((file) => (/\.(md|markdown)$/i.test(file.name) ? fences(file) : [file]));
  const results = sources.map((source, number) => {
    working(`testing ${number + 1} of ${sources.length}`);
    return check(withDefaults([source], values), orders);
  });
  settled();
  const outcomes = results.flatMap((result) => result.outcomes);
  const diagnostics = results.flatMap((result) => result.diagnostics);
  const failed = outcomes.filter(({ failures }) => failures.length > 0);
  const passed = outcomes.length - failed.length;
  const errors = complainAbout(diagnostics);
  for (const name of new Set(results.filter(({ isVacuous }) => isVacuous).map((of) => of.name))) {
    complain(`warning: ${name}: scenarios ask the documents in the same file, and here are none that could grant anything`);
  }
  if (outcomes.length === 0) complain("error: there is no request in what was read, so nothing was tested");
  tell({ passed, failed, outcomes, diagnostics }, values.output);
  if (errors > 0 || outcomes.length === 0) return 2;
  return failed.length > 0 ? 1 : 0;
}

function check(sources, orders) {
  const found = orders.map((order) => {
    const authorizer = new Authorizer(sources, { order });
    const outcomes = authorizer.test().map((outcome) => (orders.length > 1 ? { ...outcome, order } : outcome));
    const { diagnostics } = authorizer;
    const isVacuous = isEmpty(authorizer) && outcomes.some(({ review }) => review?.by === "no-grant");
    authorizer.free();
    return { outcomes, diagnostics, isVacuous };
  });
  const [{ diagnostics, isVacuous }] = found;
  return { name: sources[0].name, outcomes: found.flatMap(({ outcomes }) => outcomes), diagnostics, isVacuous };
}

const SUMMARY = ({ passed, failed }) => `${passed} passed, ${failed.length} failed`;

function tell(result, output) {
  const { passed, failed, outcomes, diagnostics } = result;
  switch (output) {
    case "json":
      return sayJson({ passed, failed: failed.length, outcomes, diagnostics });
    case "sarif":
      return sayJson(sarif([["scenario", "A request does not get the answer that is expected"]], failed.map(resultOf)));
    case "junit":
      return say(junit("aksess test", outcomes.map((of) => ({ ...of, classname: of.title, name: asked(of), failures: of.failures.map(visible), details: report(of) }))));
    case "markdown":
      return say([`# ${SUMMARY(result)}`, ...failed.map(section)].join("\n\n"));
    default:
      failed.forEach(block);
      return say(SUMMARY(result));
  }
}

const asked = ({ request, order }) => (order ? `${request} (${order})` : request);

function resultOf({ title, location, failures, ...of }) {
  return { rule: "scenario", level: "error", text: [`${title}: ${asked(of)}`, ...failures].join("\n"), location };
}

/** What was answered, with the names in it visible. */
function report({ report: text, request, review }) {
  return review ? unforged(text, { request, review }) : visible(text);
}

function section({ title, location, failures, ...of }) {
  const where = location ? `\n\n${inline(place({ location }))}` : "";
  const lines = failures.map((failure) => `- ${inline(failure)}`).join("\n");
  return [`## ${inline(`${title}: ${asked(of)}`)}${where}`, lines, code(report(of))].join("\n\n");
}

function block({ title, location, failures, ...of }) {
  say(visible(`failed: ${location ? `${place({ location })}: ` : ""}${title}`));
  say(indented([asked(of), ...failures].map(visible).concat("", report(of), "").join("\n")));
}

function indented(text) {
  return text.replace(/^(?=.)/gm, "  ");
}
