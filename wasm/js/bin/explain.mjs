// Why may this user do this, or not?
//
// A question is answered with its trace. A pasted text may ask for several things; it is answered with
// a review, which says of each whether it gets through.

import { answer, OPTIONS } from "./can-i.mjs";
import * as who from "./caller.mjs";
import { identity } from "./engine.mjs";
import { parse } from "./options.mjs";
import { complain, Mistake, say, sayJson } from "./output.mjs";
import * as policy from "./policy.mjs";
import * as asked from "./question.mjs";
import { readText } from "./sources.mjs";

export const help = `usage: aksess explain VERB TYPE [NAME] --as USER -f FILE …
       aksess explain 'TEXT' [--as USER] -f FILE …

Prints the answer with every binding that grants it or, for a refusal, the bindings that come near.

TEXT is one argument, or - for standard input: a line of kubectl or curl, a Forbidden message, an
audit event. Where it tells who asked, --as can be left out.

${asked.HELP}

${who.HELP}

${policy.HELP}

  -o, --output FORMAT   text or json

Nothing is sent over the network.
Exit code: 0 allowed; 1 refused; 2 a file cannot be read, the command line is wrong, the text asks
nothing of a cluster, or nothing is known to decide from`;

export async function run(words) {
  const { values, positionals } = parse(words, OPTIONS);
  const [text, ...rest] = positionals;
  if (rest.length === 0 && text !== undefined && (text === "-" || /\s/.test(text))) {
    return await explainText(text, values);
  }
  const { authorizer, spec, trace } = await answer(positionals, values);
  if (values.output === "json") sayJson(trace);
  else say(authorizer.render(spec));
  return trace.decision === "Allow" ? 0 : 1;
}

async function explainText(given, values) {
  for (const name of ["namespace", "all-namespaces", "subresource"]) {
    if (values[name] !== undefined) throw new Mistake(`--${name} has no meaning beside a text; write it into the line`);
  }
  if (given === "-" && (values.filename.length === 0 || values.filename.includes("-"))) {
    throw new Mistake("standard input can be read once: name the files with -f, or give the text as an argument");
  }
  const pasted = given === "-" ? await readText() : given;
  const { authorizer, mustKnow } = await policy.open(values);
  const text = authorizer.read(pasted);
  if (text.requests.length === 0) {
    throw new Mistake(text.problems[0]?.message ?? text.notes[0] ?? "this asks nothing of the cluster");
  }
  const request = { as: whoever(text, values), pasted };
  const review = authorizer.review(request);
  if (review.decision !== "Allow") mustKnow();
  if (values.output === "json") sayJson(review);
  else say(authorizer.renderReview(request));
  return review.decision === "Allow" ? 0 : 1;
}

/** Who asks: as the command line says, else as the text says. */
function whoever({ caller, impersonate }, values) {
  if (values.as !== undefined || caller === undefined || !caller.user) {
    if (values.as === undefined && impersonate !== undefined) {
      throw new Mistake("say who asks with --as USER; the line itself only says as whom that caller acts");
    }
    return who.caller(values);
  }
  // only texts of the server itself tell the groups, and then all of them
  const known = caller.groups.length > 0 ? caller : identity({ user: caller.user });
  complain(`note: asked as ${known.user}, in ${known.groups.join(", ")}`);
  return { user: known.user, groups: known.groups };
}
