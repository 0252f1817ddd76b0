// How is a text shown that others wrote?
//
// Names come from files. A line end in one would begin a row of its own, which could say anything; other
// characters repaint a terminal, or turn the direction of what stands around them. All of them are shown as
// what they are, `\u000a` for a line end, and nothing is left out.
//
// *Source:* Unicode 16: general category Cc; Bidi_Control (UAX 9); Default_Ignorable_Code_Point of what is
// invisible in a line. The engine shows the same ones in Markdown (`core/src/report/markdown.rs`).
//
// *Invariants.* What `visible` gives is one line. What `unforged` gives has no line end that a name brought.

const CONTROLS = "\\u0000-\\u001f\\u007f-\\u009f";
const UNSEEN = "\\u00ad\\u061c\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff\\u{e0000}-\\u{e007f}";
const ANY = new RegExp(`[${CONTROLS}${UNSEEN}]`, "gu");
const ONE = new RegExp(`[${CONTROLS}${UNSEEN}]`, "u");
const BUT_LINES = new RegExp(`(?!\\n)[${CONTROLS}${UNSEEN}]`, "gu");

/** What is not seen, or moves or turns what is, but for tabs and the ends of lines. */
export const unseen = new RegExp(`(?![\\n\\t])[${CONTROLS}${UNSEEN}]`, "gu");

/** A text in one line. */
export function visible(text) {
  return text.replace(ANY, escaped);
}

/** Several lines of ours, in which nothing but their ends moves a terminal. */
export function printable(text) {
  return text.replace(BUT_LINES, escaped);
}

/** JSON that is text on a terminal too, and the same value. */
export function json(value) {
  return printable(JSON.stringify(value, null, 2));
}

/**
 * Lines that the engine put together of names, with what the names bring shown. `data` is the answer the
 * lines are about: it holds every name, and every sentence made of them. A line end that lies in a place
 * where one of those stands is shown, be it ours: better a long line than a false one.
 */
export function unforged(text, data) {
  const shown = new Set();
  for (const name of strings(data)) {
    for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
      for (const { index } of name.matchAll(ANY)) shown.add(at + index);
    }
  }
  if (shown.size === 0) return text;
  return text.replace(ANY, (mark, at) => (shown.has(at) ? escaped(mark) : mark));
}

/** The strings of an answer that hold such a character. */
function strings(data, found = new Set()) {
  if (typeof data === "string") {
    if (ONE.test(data)) found.add(data);
  } else if (typeof data === "object" && data !== null) {
    for (const [key, value] of Object.entries(data)) {
      strings(key, found);
      // what servers say may have several lines; the names in it are quoted, or told beside it
      const isSaid = typeof value === "string" && (key === "message" || key === "reason");
      if (!isSaid) strings(value, found);
    }
  }
  return found;
}

/** As JSON escapes it. */
function escaped(mark) {
  return [...Array(mark.length).keys()].map((at) => `\\u${mark.charCodeAt(at).toString(16).padStart(4, "0")}`).join("");
}
