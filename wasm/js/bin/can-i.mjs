// May this user do this?

import * as who from "./caller.mjs";
import { OUTPUT, parse } from "./options.mjs";
import { complain, say, sayJson, understood } from "./output.mjs";
import * as policy from "./policy.mjs";
import * as asked from "./question.mjs";
import { unforged } from "./visible.mjs";

export const OPTIONS = { ...OUTPUT, ...policy.OPTIONS, ...policy.ORDER, ...who.OPTIONS, ...asked.OPTIONS };

export const help = `usage: aksess can-i VERB TYPE [NAME] --as USER -f FILE …

Prints yes or no, and why on standard error.

${asked.HELP}

${who.HELP}

${policy.HELP}
${policy.ORDER_HELP}

  -o, --output FORMAT   text or json

Examples:
  aksess can-i list pods -n dev --as alice --as-group developers -f rbac/
  aksess can-i create deployments --token claims.json -n dev -f cluster.json -f roles.json
  kubectl get clusterroles,clusterrolebindings -o yaml | aksess can-i get nodes --as alice

Nothing is sent over the network.
Exit code: 0 yes; 1 no; 2 a file cannot be read, the command line is wrong, or nothing is known
to decide from`;

export async function run(words) {
  const { values, positionals } = parse(words, OPTIONS);
  const { review } = await answer(positionals, values);
  const { decision, by, reason, message } = review;
  const allowed = decision === "Allow";
  if (values.output === "json") {
    sayJson({ allowed, decision, by, reason, message });
  } else {
    say(allowed ? "yes" : "no");
    const why = message ?? reason;
    if (why) unforged(why, review).split("\n").forEach(complain);
    if (review.ordersDiffer) complain(`warning: ${review.ordersDiffer}`);
  }
  return allowed ? 0 : 1;
}

/** Reads the files and asks. */
export async function answer(words, values) {
  const line = asked.line(words, values);
  const as = await who.credential(values);
  const { authorizer, sources, mustKnow } = await policy.open(values);
  const request = { as, ...policy.circumstances(values), ...asked.request(asked.question(authorizer, line)) };
  const review = understood(() => authorizer.review(request));
  if (review.decision !== "Allow") mustKnow();
  return { authorizer, request, review, sources };
}
