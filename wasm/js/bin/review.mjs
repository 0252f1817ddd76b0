// What do all four gates say, from the credential to the sentence the caller reads?

import { answer, OPTIONS as ASKED } from "./can-i.mjs";
import * as who from "./caller.mjs";
import { isText, reviewText } from "./explain.mjs";
import { oneOf, parse } from "./options.mjs";
import { Mistake, say, sayJson, understood } from "./output.mjs";
import * as policy from "./policy.mjs";
import * as asked from "./question.mjs";
import { readText } from "./sources.mjs";
import { table } from "./table.mjs";
import { unforged, visible } from "./visible.mjs";

const AZURE = { kubeconfig: { type: "string" }, action: { type: "string" }, scope: { type: "string" }, request: { type: "string" } };
export const OPTIONS = { ...ASKED, ...AZURE };

export const ASK_HELP = `What is asked, one of:
  VERB TYPE [NAME]          as can-i takes it, with -n, -A and --subresource
  'TEXT'                    a line of kubectl, curl or az, a Forbidden or AuthorizationFailed message,
                            an audit event; - for standard input
  --kubeconfig user|admin   to fetch this kubeconfig of the cluster
  --action ACTION --scope ID
                            an action of Azure on a resource
  --request FILE            a document that says who asks and for what: a request of a scenario
                            without its expectations; - for standard input`;

export const help = `usage: aksess review WHAT --token claims.json -f FILE …

Answers with all four gates: kubeconfig, authentication, Azure RBAC, Kubernetes RBAC. Tells what each
says, how the caller was recognised, and where the orders of authorizers differ.

${ASK_HELP}

${who.HELP}

${policy.HELP}
${policy.ORDER_HELP}

  -o, --output FORMAT   text, json or markdown

Examples:
  aksess review 'kubectl get pods -n dev' --token claims.json -f cluster.json -f azure/ -f rbac/
  aksess review --kubeconfig admin --token claims.json -f cluster.json -f assignments.json
  aksess review --action Microsoft.ContainerService/managedClusters/write --scope /subscriptions/… \\
      --token claims.json -f assignments.json
  aksess review --request request.yaml -f cluster.json -f rbac/ -o markdown

Nothing is sent over the network.
Exit code: 0 allowed; 1 refused; 2 a file cannot be read, the command line is wrong, or nothing is
known to decide from`;

export async function run(words) {
  const { values, positionals } = parse(words, OPTIONS, ["text", "json", "markdown"]);
  const { authorizer, request, review } = await reviewed(positionals, values);
  if (values.output === "json") sayJson(review);
  else if (values.output === "markdown") say(authorizer.renderReview(request, "markdown"));
  else say(`${unforged(authorizer.renderReview(request).trimEnd(), review)}\n\n${gates(review)}`);
  return review.decision === "Allow" ? 0 : 1;
}

/** The review of whatever the command line asks. */
export async function reviewed(words, values) {
  const { kubeconfig, action, scope, request: document } = values;
  const given = [words.length > 0 && "WHAT", kubeconfig && "--kubeconfig", action && "--action", document && "--request"].filter(Boolean);
  if (given.length === 0) throw new Mistake("say what is asked: VERB TYPE, a text, --kubeconfig, --action with --scope, or --request");
  if (given.length > 1) throw new Mistake(`${given[0]} and ${given[1]} both say what is asked; give one`);
  if ((action === undefined) !== (scope === undefined)) throw new Mistake("--action and --scope belong together");
  if (words.length === 1 && isText(words[0])) return await reviewText(words[0], values);
  if (words.length > 0) return await answer(words, values);
  asked.mustHaveNoPlace(values);
  if (document !== undefined) return await ofDocument(document, values);
  const as = await who.credential(values);
  const { authorizer, sources, mustKnow } = await policy.open(values);
  const file = kubeconfig && { kubeconfig: oneOf("--kubeconfig", kubeconfig, ["user", "admin"]) };
  return review(authorizer, { as, ...policy.circumstances(values), ...(file ?? { action, scope }) }, mustKnow, sources);
}

async function ofDocument(path, values) {
  if (who.way(values) !== undefined) throw new Mistake("--request says who asks; leave the other way out");
  const text = await readText(path);
  const { authorizer, sources, mustKnow } = await policy.open(values);
  return review(authorizer, text, mustKnow, sources, path);
}

function review(authorizer, request, mustKnow, sources, name) {
  const found = understood(() => authorizer.review(request), name);
  if (found.decision !== "Allow") mustKnow();
  return { authorizer, request, review: found, sources };
}

const NAMES = { kubeconfig: "Kubeconfig", authentication: "Authentication", "azure-rbac": "Azure RBAC", "kubernetes-rbac": "Kubernetes RBAC" };

/** The four opinions, and how the caller was recognised. */
function gates({ gates: opinions, authentication, identity }) {
  const rows = opinions.map(({ gate, opinion, words }, at) => [`${at + 1} ${NAMES[gate]}`, opinion.replace("-", " "), words]);
  const steps = authentication.steps.map(({ words, contributed }, at) => `${at + 1}. ${visible(words)}${contributed ? `\n   ${visible(contributed)}` : ""}`);
  const groups = identity.groups.length > 0 ? `, in ${identity.groups.join(", ")}` : "";
  return [table(["Gate", "Opinion", ""], rows), "", visible(`Asked as ${identity.user}${groups}`), ...steps].join("\n");
}
