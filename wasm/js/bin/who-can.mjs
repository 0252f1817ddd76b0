// Who can do this?

import { OUTPUT, parse } from "./options.mjs";
import { complain, say, sayJson } from "./output.mjs";
import * as policy from "./policy.mjs";
import * as asked from "./question.mjs";
import { named, place, table } from "./table.mjs";

const OPTIONS = { ...OUTPUT, ...policy.OPTIONS, ...asked.OPTIONS };

export const help = `usage: aksess who-can VERB TYPE [NAME] -f FILE …

Lists everyone who can, each with the binding and the role that give it: first the group
system:masters, which needs none, then subjects in the order the API server reads bindings, as often
as they are bound. Who is in a group no document tells.

${asked.HELP}

${policy.HELP}

  -o, --output FORMAT   text or json

Nothing is sent over the network.
Exit code: 0 answered; 2 a file cannot be read, the command line is wrong, or nothing is known to
decide from`;

export async function run(words) {
  const { values, positionals } = parse(words, OPTIONS);
  const line = asked.line(positionals, values);
  const { authorizer, mustKnow } = await policy.open(values);
  const answer = authorizer.whoCan(asked.question(authorizer, line));
  mustKnow();
  if (values.output === "json") {
    sayJson(answer);
    return 0;
  }
  if (answer.error) complain(`warning: ${answer.error}`);
  say(table(["SUBJECT", "THROUGH", "ROLE", "PLACE"], answer.subjects.map(row)));
  return 0;
}

function row({ grant, ...subject }) {
  if (grant === null) return [named(subject), "passes before any binding is read", "", ""];
  return [named(subject), named(grant.binding), named(grant.role), place(grant.binding.location)];
}
