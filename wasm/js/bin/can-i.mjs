// May this user do this?

import { ask, HELP } from "./ask.mjs";
import { complain, say, sayJson } from "./output.mjs";

export const help = `usage: aksess can-i VERB TYPE [NAME] --as USER -f FILE …

Prints yes or no, and why on standard error.

${HELP}`;

export async function run(words) {
  const { trace, code, isJson } = await ask(words);
  const { decision, by, reason, message } = trace;
  if (isJson) {
    sayJson({ allowed: code === 0, decision, by, reason, message });
    return code;
  }
  say(code === 0 ? "yes" : "no");
  const why = message ?? reason;
  if (why) complain(why);
  return code;
}
