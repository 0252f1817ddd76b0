// May this user do this?

import * as who from "./caller.mjs";
import { OUTPUT, parse } from "./options.mjs";
import { complain, say, sayJson } from "./output.mjs";
import * as policy from "./policy.mjs";
import * as asked from "./question.mjs";

export const OPTIONS = { ...OUTPUT, ...policy.OPTIONS, ...who.OPTIONS, ...asked.OPTIONS };

export const help = `usage: aksess can-i VERB TYPE [NAME] --as USER -f FILE …

Prints yes or no, and why on standard error.

${asked.HELP}

${who.HELP}

${policy.HELP}

  -o, --output FORMAT   text or json

Nothing is sent over the network.
Exit code: 0 yes; 1 no; 2 a file cannot be read, the command line is wrong, or nothing is known
to decide from`;

export async function run(words) {
  const { values, positionals } = parse(words, OPTIONS);
  const { trace } = await answer(positionals, values);
  const { decision, by, reason, message } = trace;
  const allowed = decision === "Allow";
  if (values.output === "json") {
    sayJson({ allowed, decision, by, reason, message });
  } else {
    say(allowed ? "yes" : "no");
    const why = message ?? reason;
    if (why) complain(why);
  }
  return allowed ? 0 : 1;
}

/** Reads the files and asks. */
export async function answer(words, values) {
  const line = asked.line(words, values);
  const caller = who.caller(values);
  const { authorizer, mustKnow } = await policy.open(values);
  const spec = { ...caller, ...asked.question(authorizer, line) };
  const trace = authorizer.explain(spec);
  if (trace.decision !== "Allow") mustKnow();
  return { authorizer, spec, trace };
}
