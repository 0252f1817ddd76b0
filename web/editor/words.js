// Which part of a line is what? YAML and JSON are read line by line: a key, a text, a number, a comment. Nothing
// depends on it but colour, so a line is looked at by itself.

import { Decoration, ViewPlugin } from "@codemirror/view";

const mark = (name) => Decoration.mark({ class: `tok-${name}` });
const KEY = mark("key");
const TEXT = mark("text");
const VALUE = mark("value");
const COMMENT = mark("comment");
const MARK = mark("mark");

const TOKEN = /#.*$|---\s*$|"(?:[^"\\]|\\.)*"?(\s*:)?|'(?:[^']|'')*'?(\s*:)?|[\w$@./*+-][^\s:,#[\]{}"']*(?:[ ][^\s:,#[\]{}"'-][^\s:,#[\]{}"']*)*(\s*:(?=\s|$))?|[[\]{},:]|\S/g;
// one line of a dump can be the whole of it
const LONGEST = 4000;

function tokens(line, add) {
  const text = line.text.length > LONGEST ? line.text.slice(0, LONGEST) : line.text;
  for (const found of text.matchAll(TOKEN)) {
    const [whole] = found;
    const at = line.from + found.index;
    if (whole.startsWith("#")) {
      if (found.index === 0 || /\s/.test(text[found.index - 1])) return add(at, at + whole.length, COMMENT);
      continue;
    }
    if (whole.startsWith("---") && found.index === 0) return add(at, at + 3, MARK);
    const colon = found[1] ?? found[2] ?? found[3];
    if (colon !== undefined) add(at, at + whole.length - colon.length, KEY);
    else if (/^["']/.test(whole)) add(at, at + whole.length, TEXT);
    else if (/^(?:true|false|null|yes|no|~|-?\d[\d.]*)$/i.test(whole)) add(at, at + whole.length, VALUE);
    else if (/^[\w$@./*+]/.test(whole) && whole !== "-") add(at, at + whole.length, TEXT);
  }
}

function decorated(view) {
  const found = [];
  for (const { from, to } of view.visibleRanges) {
    for (let at = from; at <= to; ) {
      const line = view.state.doc.lineAt(at);
      tokens(line, (start, end, of) => end > start && found.push(of.range(start, end)));
      at = line.to + 1;
    }
  }
  return Decoration.set(found, true);
}

export const words = ViewPlugin.fromClass(
  class {
    constructor(view) {
      this.decorations = decorated(view);
    }
    update(update) {
      if (update.docChanged || update.viewportChanged) this.decorations = decorated(update.view);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);
