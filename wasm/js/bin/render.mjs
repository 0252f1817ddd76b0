// How is an answer shown where no script runs?
//
// The drawing of the element as HTML, made when the page is built. Every text is escaped: a document cannot
// add markup.

import { drawing, STYLE } from "../web/drawing.js";
import { Authorizer } from "./engine.mjs";
import { fences } from "./fences.mjs";
import { oneOf, parse } from "./options.mjs";
import { complainAbout, Mistake, settled } from "./output.mjs";
import { ASK_HELP, OPTIONS as ASKED, reviewed } from "./review.mjs";
import { options, withDefaults } from "./policy.mjs";
import { read } from "./sources.mjs";
import { unforged, unseen } from "./visible.mjs";

const OPTIONS = { ...ASKED, output: { type: "string", short: "o", default: "html" }, open: { type: "boolean" } };

export const help = `usage: aksess render FILE …
       aksess render WHAT --as USER -f FILE …

Writes answers as static HTML: each request of the scenarios in the files, or the one that is asked. It
needs no script and is what readers without JavaScript see; put inside <aksess-trace> it is replaced by
the living one.

${ASK_HELP}

      --open            with the reasons unfolded
  -o, --output FORMAT   html for a part of a page, page for a whole one, css for the styles

Examples:
  aksess render access.yaml > answers.html
  aksess render 'kubectl get pods -n dev' --as alice -f rbac/ -o page > answer.html

Nothing is sent over the network.
Exit code: 0 written; 2 a file cannot be read, the command line is wrong, or nothing is asked`;

export async function run(words) {
  const { values, positionals } = parse(words, OPTIONS, ["html", "page", "css"]);
  if (oneOf("--output", values.output, ["html", "page", "css"]) === "css") {
    process.stdout.write(`${STYLE}\n`);
    return 0;
  }
  const isAsked = values.filename.length > 0 || values.snapshot !== undefined;
  const answers = isAsked ? [await one(positionals, values)] : await played(positionals, values);
  if (answers.length === 0) throw new Mistake("there is no request in what was read");
  const parts = answers.map((of) => figure(of, values.open));
  settled();
  const page = values.output === "page";
  process.stdout.write(page ? whole(parts) : `${parts.join("\n")}\n`);
  return 0;
}

async function one(words, values) {
  const { authorizer, request, review } = await reviewed(words, values);
  const [verdict, because] = unforged(authorizer.renderReview(request), review).split("\n");
  return { review, verdict, because, request: `${review.identity.user}: ${asked(review, values)}` };
}

/** What was asked, in words. Of a pasted text they are those of its requests, for the text may hold a credential. */
function asked({ actions = [], requests }, { kubeconfig }) {
  if (kubeconfig !== undefined) return `fetch the ${kubeconfig} kubeconfig`;
  const needed = requests.filter(({ need }) => need === "required");
  return [...actions.map(({ action, scope }) => `${action} on ${scope}`), ...(needed.length > 0 ? needed : requests).map(({ line }) => line)].join(", ");
}

/** A scenario says who asks for what, so nothing else can. */
function mustBePlayed(values) {
  const kept = ["output", "open", "defaults", "order"];
  const given = Object.keys(values).find((name) => !kept.includes(name) && values[name] !== undefined && values[name].length !== 0);
  if (given) throw new Mistake(`--${given} has no meaning for scenarios, which say who asks for what; to ask, give the documents with -f`);
}

async function played(paths, values) {
  mustBePlayed(values);
  const files = await read(paths, "`aksess render FILE`", /\.(ya?ml|json|md|markdown)$/i);
  const sources = files.flatMap((file) => (/\.(md|markdown)$/i.test(file.name) ? fences(file) : [file]));
  return sources.flatMap((source) => {
    const authorizer = new Authorizer(withDefaults([source], values), options(values));
    complainAbout(authorizer.diagnostics);
    return authorizer.test();
  });
}

function figure(answer, open) {
  const trees = drawing(answer).map((tree) => (tree[0] === "details" && open ? ["details", { open: "" }, ...tree.slice(2)] : tree));
  return html(["div", { class: "aksess-trace" }, ...trees]);
}

function whole(parts) {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Answers of aksess</title>
<style>:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:48em;margin:2em auto;padding:0 1em}
${STYLE}</style></head>
<body><main>
<h1>Answers</h1>
${parts.join("\n")}
</main></body>
</html>
`;
}

/** A tree as HTML; a string is a text and nothing else. */
export function html(tree) {
  if (!Array.isArray(tree)) return escaped(tree);
  const [tag, attributes, ...children] = tree;
  const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${escaped(String(value))}"`);
  return `<${tag}${written.join("")}>${children.map(html).join("")}</${tag}>`;
}

function escaped(text) {
  const characters = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  return text.replace(/[&<>"]/g, (of) => characters[of]).replace(unseen, "\ufffd");
}
