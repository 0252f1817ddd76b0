// Who gains or loses what, when one policy takes the place of another?

import { Authorizer } from "./engine.mjs";
import { junit } from "./junit.mjs";
import { OUTPUT, parse } from "./options.mjs";
import { complainAbout, Mistake, say, sayJson } from "./output.mjs";
import { withDefaults } from "./policy.mjs";
import { sarif } from "./sarif.mjs";
import { read } from "./sources.mjs";
import { markdownTable } from "./table.mjs";
import { visible } from "./visible.mjs";

const OPTIONS = { ...OUTPUT, defaults: { type: "boolean" } };

export const help = `usage: aksess diff OLD NEW

Compares two policies by what they mean: a role that was renamed or split is no change as long as its
subjects hold the same. What else decides is told, too: whether Azure RBAC is asked, settings. OLD and
NEW are files or folders of YAML and JSON; one of them may be - for standard input.

      --defaults        the default policy of Kubernetes 1.36 on both sides
  -o, --output FORMAT   text, json, markdown, sarif or junit

Examples:
  aksess diff rbac-before/ rbac-after/
  git show main:rbac.yaml | aksess diff - rbac.yaml -o markdown
  kubectl get clusterroles,clusterrolebindings,roles,rolebindings -A -o yaml | aksess diff - rbac/

Nothing is sent over the network.
Exit code: 0 nobody gains or loses anything; 1 someone does, or may; 2 a file cannot be read, a document
has an error, or the command line is wrong`;

const RULES = [
  ["gained", "Someone can do more than before"],
  ["lost", "Someone can do less than before"],
  ["circumstance", "Something else that decides is another"],
];

export async function run(words) {
  const { values, positionals } = parse(words, OPTIONS, ["text", "json", "markdown", "sarif", "junit"]);
  const [before, after, ...rest] = positionals;
  if (after === undefined) throw new Mistake("say which two to compare: `aksess diff OLD NEW`");
  if (rest.length > 0) throw new Mistake(`\`${rest[0]}\` is one word too many`);
  if (before === "-" && after === "-") throw new Mistake("standard input can be read once");
  const compiled = [];
  let errors = 0;
  for (const path of [before, after]) {
    const authorizer = new Authorizer(withDefaults(await read([path], "`aksess diff OLD NEW`"), values));
    errors += complainAbout(authorizer.diagnostics);
    compiled.push(authorizer);
  }
  const [old, replacing] = compiled;
  const { changes, circumstances } = old.diff(replacing);
  const others = circumstances.map((of) => ({ ...of, direction: "circumstance", who: "everyone", place: "", what: of.words, through: of.what }));
  if (values.output === "json") sayJson({ changes, circumstances });
  else tell([...changes, ...others], values.output);
  if (errors > 0) return 2;
  return changes.length + circumstances.length > 0 ? 1 : 0;
}

function tell(changes, output) {
  switch (output) {
    case "sarif":
      return sayJson(sarif(RULES, changes.map((of) => ({ rule: of.direction, level: of.direction === "lost" ? "note" : "warning", text: words(of), location: of.location }))));
    case "junit":
      return say(junit("aksess diff", changes.map((of) => ({ classname: of.direction, name: words(of), location: of.location, failures: [words(of)] }))));
    case "markdown":
      return say(changes.length === 0 ? "Nobody gains or loses anything." : markdownTable(["", "Who", "What", "Where", "Through"], changes.map((of) => [sign(of), of.who, of.what, of.place, through(of)])));
    default:
      return say(changes.length === 0 ? "Nobody gains or loses anything." : changes.map((of) => visible(`${sign(of)} ${words(of)}  (${through(of)})`)).join("\n"));
  }
}

const SIGNS = { gained: "+", lost: "-", circumstance: "!" };
const sign = ({ direction }) => SIGNS[direction];
const words = (of) => of.words;
const through = ({ through: by, location }) => (location ? `${by}, ${location.source}:${location.line}` : by);
