// Who can do what, all at once?
//
// A table of questions: each subject asked for each verb on each resource. The engine answers every one.

import * as who from "./caller.mjs";
import { columns as columnsOf } from "./columns.mjs";
import { identity } from "./engine.mjs";
import { OUTPUT, parse } from "./options.mjs";
import { Mistake, say, sayJson, understood } from "./output.mjs";
import * as policy from "./policy.mjs";
import { mustBeOnePlace, PLACE, OPTIONS as QUESTION } from "./question.mjs";
import { markdownTable, table } from "./table.mjs";

const { namespace, "all-namespaces": everywhere } = QUESTION;
const LISTS = {
  resource: { type: "string", multiple: true, default: [] },
  verb: { type: "string", multiple: true, default: [] },
};
const OPTIONS = { ...OUTPUT, ...policy.OPTIONS, ...policy.ORDER, ...who.OPTIONS, ...LISTS, namespace, "all-namespaces": everywhere };
delete OPTIONS.at;

export const help = `usage: aksess matrix -f FILE …

A table of everyone that the documents name and what they can do: one row for each subject, one column
for each resource, in a cell the verbs that are allowed. With --as, --token or another credential it is
about that caller alone.

      --resource TYPE[.GROUP]
                        may be repeated; without it, every resource that a rule names, in a column
                        for each API group that rules name for it
      --verb VERB       may be repeated; without it get, list, watch, create, update, patch, delete and
                        deletecollection

Where:
${PLACE}

${who.HELP}

${policy.HELP}
${policy.ORDER_HELP.split("\n").slice(0, 2).join("\n")}

  -o, --output FORMAT   text, json or markdown

Examples:
  aksess matrix -n dev -f rbac/
  aksess matrix -A --resource pods --resource secrets --verb get --verb delete -f rbac/ -o markdown

Nothing is sent over the network.
Exit code: 0 answered; 2 a file cannot be read, the command line is wrong, or nothing is known to
decide from`;

const VERBS = ["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"];

export async function run(words) {
  const { values, positionals } = parse(words, OPTIONS, ["text", "json", "markdown"]);
  if (positionals.length > 0) throw new Mistake(`\`${positionals[0]}\` is one word too many; resources are given with --resource`);
  mustBeOnePlace(values);
  const one = who.way(values) === undefined ? undefined : await who.credential(values);
  const { authorizer, mustKnow } = await policy.open(values);
  mustKnow();
  const verbs = values.verb.length > 0 ? values.verb : VERBS;
  const rows = one ? [{ ...understood(() => authorizer.review({ as: one, verb: "get", path: "/" })).identity }] : subjects(authorizer);
  const columns = columnsOf(authorizer, values);
  const cells = authorizer.matrix({ subjects: rows.map(who.plain), resources: columns.map(({ asked }) => asked), verbs });
  const answers = rows.map(({ name, user }, row) => ({ subject: name ?? user, can: cells[row] }));
  if (values.output === "json") {
    const named = ({ subject, can }) => ({ subject, resources: Object.fromEntries(columns.map(({ name }, at) => [name, can[at]])) });
    sayJson({ verbs, rows: answers.map(named) });
    return 0;
  }
  const shown = (can) => (can.length === verbs.length ? "all" : can.join(" ") || "-");
  const draw = values.output === "markdown" ? markdownTable : table;
  say(draw(["Subject"], answers.map(({ subject, can }) => [subject, ...can.map(shown)]), columns.map(({ name }) => name)));
  return 0;
}

/** Everyone the documents name, as the API server would know them. */
function subjects(authorizer) {
  const { users, groups } = authorizer.vocabulary;
  const user = (name) => ({ name: name.startsWith("system:serviceaccount:") ? `ServiceAccount ${name.split(":").slice(2).join("/")}` : `User ${name}`, ...identity({ user: name }) });
  // a member of the group of whom nothing else is known
  const group = (name) => ({ name: `Group ${name}`, user: "", groups: [name] });
  const found = [...groups.map(group), ...users.map(user)];
  if (found.length === 0) throw new Mistake("the documents name nobody; say who asks with --as USER");
  return found;
}
