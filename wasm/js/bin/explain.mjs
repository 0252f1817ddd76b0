// Why may this user do this, or not?
//
// A question is answered with its trace. A pasted text may ask for several things; it is answered with
// a review, which says of each whether it gets through.

import { answer, OPTIONS } from "./can-i.mjs";
import * as who from "./caller.mjs";
import { identity } from "./engine.mjs";
import { parse } from "./options.mjs";
import { complain, Mistake, say, sayJson, understood } from "./output.mjs";
import * as policy from "./policy.mjs";
import * as asked from "./question.mjs";
import { readText } from "./sources.mjs";
import { unforged } from "./visible.mjs";

export const help = `usage: aksess explain VERB TYPE [NAME] --as USER -f FILE …
       aksess explain 'TEXT' [--as USER] -f FILE …

Prints the answer with every binding or role assignment that grants it or, for a refusal, those that
come near.

TEXT is one argument, or - for standard input: a line of kubectl, curl or az, a Forbidden or
AuthorizationFailed message, an audit event. Where it tells who asked, --as can be left out.

${asked.HELP}

${who.HELP}

${policy.HELP}
${policy.ORDER_HELP}

  -o, --output FORMAT   text, json or markdown

Examples:
  aksess explain delete secrets/tls -n dev --as system:serviceaccount:dev:deployer -f rbac/
  aksess explain 'kubectl logs web -n dev' --token claims.json -f rbac/ -f azure/
  pbpaste | aksess explain - -f rbac/

Nothing is sent over the network.
Exit code: 0 allowed; 1 refused; 2 a file cannot be read, the command line is wrong, the text asks
nothing of a cluster, or nothing is known to decide from`;

const FORMATS = ["text", "json", "markdown"];

export async function run(words) {
  const { values, positionals } = parse(words, OPTIONS, FORMATS);
  const [text, ...rest] = positionals;
  if (rest.length === 0 && text !== undefined && isText(text)) {
    const { authorizer, request, review } = await reviewText(text, values);
    return tell(authorizer, request, review, review, values);
  }
  const { authorizer, request, review } = await answer(positionals, values);
  return tell(authorizer, request, review, review.requests[0]?.trace ?? review, values);
}

/** Whether a word is a text rather than a verb. */
export function isText(word) {
  return word === "-" || /\s/.test(word);
}

function tell(authorizer, request, review, data, { output }) {
  if (output === "json") sayJson(data);
  else if (output === "markdown") say(authorizer.renderReview(request, "markdown"));
  else say(unforged(authorizer.renderReview(request), review));
  return review.decision === "Allow" ? 0 : 1;
}

/** The review of a pasted text. */
export async function reviewText(given, values) {
  for (const name of ["namespace", "all-namespaces", "subresource"]) {
    if (values[name] !== undefined) throw new Mistake(`--${name} has no meaning beside a text; write it into the line`);
  }
  if (given === "-" && (values.filename.length === 0 || values.filename.includes("-"))) {
    throw new Mistake("standard input can be read once: name the files with -f, or give the text as an argument");
  }
  const pasted = given === "-" ? await readText("-") : given;
  const { authorizer, sources, mustKnow } = await policy.open(values);
  const text = authorizer.read(pasted);
  if (text.requests.length === 0 && !text.controlPlane) {
    throw new Mistake(text.problems[0]?.message ?? text.notes[0] ?? "this asks nothing of the cluster");
  }
  const request = { as: await whoever(text, values), ...policy.circumstances(values), pasted };
  const review = understood(() => authorizer.review(request));
  if (review.decision !== "Allow") mustKnow();
  return { authorizer, request, review, sources };
}

/** Who asks: as the command line says, else as the text says. */
async function whoever({ caller, impersonate, controlPlane }, values) {
  const way = who.way(values);
  if (way === undefined && controlPlane?.objectId) {
    const upn = caller?.user?.includes("@") ? caller.user : undefined;
    complain(`note: asked as ${upn ? `${upn}, ` : ""}${controlPlane.objectId}`);
    return { token: { oid: controlPlane.objectId, ...(upn ? { upn } : {}) } };
  }
  if (way !== undefined || caller === undefined || !caller.user) {
    if (way === undefined && impersonate !== undefined) {
      throw new Mistake("say who asks with --as USER; the line itself only says as whom that caller acts");
    }
    return await who.credential(values);
  }
  // only texts of the server itself tell the groups, and then all of them
  const known = caller.groups.length > 0 ? caller : identity({ user: caller.user, extra: caller.extra ?? {} });
  complain(`note: asked as ${known.user}, in ${known.groups.join(", ")}`);
  return { user: known.user, groups: known.groups, extra: known.extra ?? {} };
}
