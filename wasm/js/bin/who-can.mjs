// Who can do this?

import { OUTPUT, parse } from "./options.mjs";
import { complain, Mistake, say, sayJson, understood } from "./output.mjs";
import * as policy from "./policy.mjs";
import * as asked from "./question.mjs";
import { markdownTable, named, place, table } from "./table.mjs";

const AZURE = { action: { type: "string" }, "data-action": { type: "string" }, scope: { type: "string" } };
const OPTIONS = { ...OUTPUT, ...policy.OPTIONS, ...asked.OPTIONS, ...AZURE };

export const help = `usage: aksess who-can VERB TYPE [NAME] -f FILE …
       aksess who-can --action ACTION --scope ID -f FILE …

Lists everyone who can, each with what gives it: first the group system:masters, which needs nothing,
then subjects in the order the API server reads bindings, as often as they are bound, then everyone to
whom a role assignment of Azure gives it, less those whom a deny assignment stops. Who is in a group of
the cluster no document tells; members of groups of Entra are listed where the directory tells them.

${asked.HELP}

Or an action of Azure:
      --action ACTION   of managing resources, such as Microsoft.ContainerService/managedClusters/write
      --data-action ACTION
                        on what is inside a resource
      --scope ID        the resource, or what holds it

${policy.HELP}

  -o, --output FORMAT   text, json or markdown

Examples:
  aksess who-can get secrets -n dev -f rbac/
  aksess who-can delete pods -A -f cluster.json -f assignments.json -f rbac/ -o markdown
  aksess who-can --action Microsoft.ContainerService/managedClusters/listClusterAdminCredential/action \\
      --scope /subscriptions/… -f assignments.json

Nothing is sent over the network.
Exit code: 0 answered; 2 a file cannot be read, the command line is wrong, or nothing is known to
decide from`;

const TITLES = ["Subject", "Through", "Role", "Place"];

export async function run(words) {
  const { values, positionals } = parse(words, OPTIONS, ["text", "json", "markdown"]);
  const action = values.action ?? values["data-action"];
  const given = action === undefined ? asked.line(positionals, values) : actionOf(positionals, values);
  const { authorizer, mustKnow } = await policy.open(values);
  const question = action === undefined ? asked.question(authorizer, given) : undefined;
  const answer = question ? authorizer.whoCan(question) : undefined;
  const azure = question ? inAzure(authorizer, question) : ask(authorizer, given);
  mustKnow();
  if (values.output === "json") {
    sayJson(answer ? { ...answer, ...(azure.length > 0 ? { azure } : {}) } : { azure });
    return 0;
  }
  if (answer?.error) complain(`warning: ${answer.error}`);
  const rows = [...(answer?.subjects ?? []).map(row), ...azure.flatMap(({ principals }) => principals.flatMap(assigned))];
  say((values.output === "markdown" ? markdownTable : table)(TITLES, rows));
  return 0;
}

function actionOf(words, values) {
  if (words.length > 0) throw new Mistake(`\`${words[0]}\` and --action both say what is asked; give one`);
  if (values.action !== undefined && values["data-action"] !== undefined) throw new Mistake("--action and --data-action exclude each other");
  if (values.scope === undefined) throw new Mistake("say where with --scope, the id of a resource or of what holds it");
  const plane = values.action === undefined ? "dataActions" : "actions";
  return [{ action: values.action ?? values["data-action"], scope: values.scope, plane }];
}

// any object id will do: what Azure is asked for does not depend on who asks
const ANYONE = { user: "anyone", groups: ["system:authenticated"], extra: { oid: ["00000000-0000-4000-8000-000000000000"] } };

/** Everyone whom assignments give what the webhook asks of Azure, at each scope it tries. */
function inAzure(authorizer, question) {
  const { azure } = authorizer.explain({ ...ANYONE, ...question });
  const attempts = azure?.attempts ?? [];
  const asks = attempts.filter(({ actions }) => actions.length === 1).map(({ scope, actions: [{ action }] }) => ({ action, scope, plane: "dataActions" }));
  return ask(authorizer, asks);
}

function ask(authorizer, asks) {
  return asks.map((of) => ({ ...of, ...understood(() => authorizer.whoCanAct(of)) }));
}

function row({ grant, ...subject }) {
  if (grant === null) return [named(subject), "passes before any binding is read", "", ""];
  return [named(subject), named(grant.binding), named(grant.role), place(grant.binding)];
}

/** One row for each assignment of someone who may. */
function assigned({ principal: { id, name }, kind, allowed, grounds }) {
  if (!allowed) return [];
  const subject = `${kind || "Principal"} ${name ? `${name} (${id})` : id}`;
  return grounds.map(({ assignment, role }) => [
    subject,
    `role assignment on ${assignment.scope}`,
    role.name || role.id,
    place(assignment),
  ]);
}
