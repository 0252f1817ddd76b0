// Why may this user do this, or not?

import { ask, HELP } from "./ask.mjs";
import { say, sayJson } from "./output.mjs";

export const help = `usage: aksess explain VERB TYPE [NAME] --as USER -f FILE …

Prints the answer with every binding that grants it or, for a refusal, the bindings that come near.

${HELP}`;

export async function run(words) {
  const { trace, code, isJson, render } = await ask(words);
  if (isJson) sayJson(trace);
  else say(render());
  return code;
}
