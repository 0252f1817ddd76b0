// How does a text become Markdown that shows it and does nothing else?
//
// Names are written by whoever made the documents. None may become markup, an address, a mention, a reference
// to an issue, a picture or a formula. Backslashes and entities do not stop all of that: those who show
// Markdown look for addresses, `@name`, `#1` and `:smile:` when it has become text again. Nothing is looked for
// in code, so every word that is not plain becomes code.
//
// *Source:* CommonMark 0.31, "Code spans"; GitHub Flavored Markdown, "Tables", "Autolinks"; GitHub's "Writing
// mathematical expressions" and "Autolinked references".
//
// *Invariants.* The result is one line, and every backtick in it is ours. In a cell there is no `|`.

import { printable, visible } from "./visible.mjs";

/** Letters, digits and marks that mean nothing in Markdown. */
const PLAIN = /^[("']*[\p{L}\p{M}\p{N}'"(),;/→…+-]*[.:]?[)"']*[,;:.]?$/u;
/** Letters and digits that some take for an address, a commit or an issue. */
const NAMED = /\p{N}[0-9a-f]{6}|[a-f][0-9a-f]{6}|^\W*GH-/iu;

/** A text in a sentence, a heading or an item. */
export function inline(text) {
  const written = [];
  let code = [];
  const close = (after = "") => {
    if (code.length > 0) written.push(`\`${code.join(" ")}\`${after}`);
    code = [];
  };
  for (const word of visible(text).trim().split(/\s+/u)) {
    if (isPlain(word)) {
      close();
      written.push(word);
      continue;
    }
    // what ends a sentence stays outside
    const [, inner, after] = /^(.+?)([,;.:]?)$/u.exec(word);
    code.push(inner.replaceAll("`", "\\u0060"));
    if (after) close(after);
  }
  close();
  return written.join(" ");
}

/** The same in a table, where a bar ends the cell even in code. */
export function cell(text) {
  return inline(text.replaceAll("|", "\\u007c"));
}

/** Lines as they are. */
export function block(text) {
  const lines = printable(text);
  const longest = Math.max(2, ...[...lines.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}text\n${lines}\n${fence}`;
}

function isPlain(word) {
  return PLAIN.test(word) && !NAMED.test(word);
}
