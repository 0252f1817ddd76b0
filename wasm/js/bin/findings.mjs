// What about these documents should someone look at?

import { junit } from "./junit.mjs";
import { OUTPUT, oneOf, parse } from "./options.mjs";
import { Mistake, say, sayJson } from "./output.mjs";
import * as policy from "./policy.mjs";
import { unforged } from "./visible.mjs";

const LEVELS = ["high", "medium", "low"];
const OPTIONS = { ...OUTPUT, ...policy.OPTIONS, "fail-on": { type: "string" } };

export const help = `usage: aksess findings -f FILE …

Lists advice that is not followed and traps: names that match nobody, roles that give more than they
seem to, local accounts beside Entra, assignments no request reaches. Each says what it stands on with
its lines, who advises it and what to do.

      --fail-on LEVEL   exit with 1 if there is a finding of this level or graver: high, medium or low

${policy.HELP}

  -o, --output FORMAT   text, json, markdown, sarif or junit

Examples:
  aksess findings -f cluster.json -f assignments.json -f rbac/
  aksess findings -f policies/ -o sarif --fail-on high > aksess.sarif

Nothing is sent over the network.
Exit code: 0 answered; 1 a finding as grave as --fail-on says; 2 a file cannot be read, the command line
is wrong, or nothing is known to look at`;

export async function run(words) {
  const { values, positionals } = parse(words, OPTIONS, ["text", "json", "markdown", "sarif", "junit"]);
  if (positionals.length > 0) throw new Mistake(`\`${positionals[0]}\` is one word too many; files are given with -f`);
  const worst = values["fail-on"] && LEVELS.indexOf(oneOf("--fail-on", values["fail-on"], LEVELS));
  const { authorizer, mustKnow } = await policy.open(values);
  mustKnow();
  const findings = authorizer.findings();
  if (values.output === "json") sayJson(findings);
  else if (values.output === "sarif") sayJson(authorizer.findingsSarif());
  else if (values.output === "junit") say(junit("aksess findings", findings.listed.map(testcase)));
  else if (values.output === "markdown") say(authorizer.renderFindings("markdown"));
  else say(unforged(authorizer.renderFindings(), findings));
  const isGrave = findings.listed.some(({ level }) => LEVELS.indexOf(level) <= worst);
  return isGrave ? 1 : 0;
}

function testcase({ rule, level, words, remedy, lookedAt: [first] }) {
  return { classname: rule, name: words, location: first?.location, failures: [`${level}: ${words}`, remedy] };
}
