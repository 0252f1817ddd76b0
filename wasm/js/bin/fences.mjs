// Which documents are in a page of Markdown?
//
// Blocks of code that are called `aksess`. Each stands alone, and `aksess more` adds to the one before it, so
// that a page can show documents in parts. A source has the page's name and as many lines before it as the
// page has, so that a place in it is a place in the page.

import { blocks } from "./blocks.mjs";

/** The sources of a page. */
export function fences({ name, text }) {
  const sources = [];
  for (const block of blocks(text)) add(sources, block, name);
  return sources;
}

function add(sources, { info, first, lines }, name) {
  const [language, word] = info.split(/[\s{,]+/);
  if (language !== "aksess") return;
  const last = sources.at(-1);
  if (word !== "more" || !last) {
    sources.push({ name, text: "\n".repeat(first) + lines.join("\n") });
    return;
  }
  const gap = first - last.text.split("\n").length;
  // the line that parts documents takes one of those between them
  last.text += `${"\n".repeat(Math.max(1, gap))}---\n${lines.join("\n")}`;
}
