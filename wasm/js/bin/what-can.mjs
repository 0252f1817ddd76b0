// What can this user do?

import * as who from "./caller.mjs";
import { OUTPUT, parse } from "./options.mjs";
import { complain, Mistake, say, sayJson, understood } from "./output.mjs";
import * as policy from "./policy.mjs";
import { mustBeOnePlace, PLACE, OPTIONS as QUESTION } from "./question.mjs";
import { markdownTable, named, place, table } from "./table.mjs";

const { namespace, "all-namespaces": everywhere } = QUESTION;
const OPTIONS = { ...OUTPUT, ...policy.OPTIONS, ...who.OPTIONS, namespace, "all-namespaces": everywhere };

export const help = `usage: aksess what-can --as USER -f FILE …

Lists the rules that hold for a user, as \`kubectl auth can-i --list\` does, and the binding that gives
each. What membership in system:masters allows is no rule and is not listed, nor is what Azure grants:
ask for that with who-can or matrix.

Where:
${PLACE}

${who.HELP}

${policy.HELP}

  -o, --output FORMAT   text, json or markdown

Examples:
  aksess what-can --as alice --as-group developers -n dev -f rbac/
  aksess what-can --token claims.json -A -f rbac/

Nothing is sent over the network.
Exit code: 0 answered; 2 a file cannot be read, the command line is wrong, or nothing is known to
decide from`;

export async function run(words) {
  const { values, positionals } = parse(words, OPTIONS, ["text", "json", "markdown"]);
  if (positionals.length > 0) throw new Mistake(`\`${positionals[0]}\` is one word too many`);
  mustBeOnePlace(values);
  const as = await who.credential(values);
  const { authorizer, mustKnow } = await policy.open(values);
  const caller = understood(() => authorizer.review({ as, verb: "get", path: "/" })).identity;
  const rules = authorizer.whatCan(caller, values["all-namespaces"] ? "" : values.namespace || "default");
  mustKnow();
  if (values.output === "json") {
    sayJson(rules);
    return 0;
  }
  if (rules.evaluationError) complain(`warning: ${rules.evaluationError}`);
  // kubectl puts lists into brackets
  const [draw, list] = values.output === "markdown" ? [markdownTable, (names) => names.join(", ")] : [table, (names) => `[${names.join(" ")}]`];
  const rows = [...rules.resourceRules.flatMap(resources), ...rules.nonResourceRules.map(paths)];
  say(draw(["Resources", "Paths", "Names", "Verbs", "Through", "Place"], rows.map((row) => row.map((of) => (Array.isArray(of) ? list(of) : of)))));
  return 0;
}

/** One row for each resource of a rule, as kubectl lists them. */
function resources({ apiGroups, resources: names, resourceNames, verbs, grant }) {
  const dotted = names.flatMap((name) => apiGroups.map((group) => inGroup(name, group)));
  return dotted.map((name) => [name, [], resourceNames, verbs, ...through(grant)]);
}

function paths({ nonResourceURLs, verbs, grant }) {
  return ["", nonResourceURLs, [], verbs, ...through(grant)];
}

/** `deployments.apps`, `deployments.apps/scale`. */
function inGroup(resource, group) {
  const [plural, ...subresource] = resource.split("/");
  return [group ? `${plural}.${group}` : plural, ...subresource].join("/");
}

function through({ binding, rule }) {
  return [named(binding), place(rule)];
}
