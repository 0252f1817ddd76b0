// Where are the blocks of code in a page of Markdown?
//
// Read line by line, as CommonMark reads block structure: which block quotes and list items a line goes on in,
// then whether it opens new ones, then what is left of it. Only fenced blocks are given; indented code, HTML and
// paragraphs are followed as far as they decide what a fence is.
//
// *Source:* CommonMark 0.31, sections 4.5 (fenced code blocks), 4.6 (HTML blocks), 5.1 (block quotes), 5.2 (list
// items) and 2.2 (tabs).
//
// *Invariants.* A fence ends with the quote or item it stands in. In an info string after backticks there is no
// backtick: that is code within a line. Tabs that indent are given as blanks.

/** Each fenced block: its info string, the number of the line after its fence, and its lines. */
export function blocks(text) {
  const found = [];
  const state = { containers: [], fence: undefined, html: undefined, isParagraph: false };
  const lines = text.split(/\r\n|\n|\r/);
  if (lines.at(-1) === "") lines.pop();
  for (const [at, line] of lines.entries()) read(state, line, at, found);
  return found;
}

function read(state, line, at, found) {
  const { containers, isParagraph } = state;
  const isCode = state.fence !== undefined;
  let rest = goOn(state, expanded(line, isCode));
  if (isCode && state.fence === undefined) {
    state.containers = containers;
    rest = goOn(state, expanded(line, false));
  }
  const isWithin = state.containers.length === containers.length;
  if (state.fence !== undefined) {
    const { mark, indent, block } = state.fence;
    const closing = /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(rest)?.[1];
    if (closing?.startsWith(mark)) state.fence = undefined;
    else block.lines.push(without(rest, indent));
    return;
  }
  if (state.html !== undefined) {
    if (state.html.test(rest)) state.html = undefined;
    return;
  }
  // a paragraph in a quote or item that has ended is not interrupted, but over
  state.isParagraph &&= isWithin;
  const depth = state.containers.length;
  rest = enter(state, rest);
  const fence = FENCE.exec(rest)?.groups;
  if (fence !== undefined) {
    const block = { info: fence.info.trim(), first: at + 1, lines: [] };
    found.push(block);
    state.fence = { mark: fence.mark, indent: fence.indent.length, block };
    state.isParagraph = false;
    return;
  }
  const goesOn = isParagraph && !isWithin && state.containers.length === depth;
  const html = htmlBlock(rest, state.isParagraph || goesOn);
  if (html !== undefined) {
    state.isParagraph = false;
    if (!html.test(rest)) state.html = html;
  } else if (goesOn && isText(rest, false, true)) {
    // a line without its marks goes on with the paragraph
    state.containers = containers;
    state.isParagraph = true;
  } else {
    state.isParagraph = isText(rest, state.isParagraph);
  }
}

const FENCE = /^(?<indent> {0,3})(?<mark>`{3,}(?=[^`]*$)|~{3,})(?<info>.*)$/;

/** What is left of a line in the quotes and items it goes on in; the others are closed, with what is open in them. */
function goOn(state, line) {
  let rest = line;
  let depth = 0;
  for (const container of state.containers) {
    const left = container === QUOTE ? quoted(rest) : within(container, rest);
    if (left === undefined) break;
    rest = left;
    depth += 1;
  }
  if (depth === state.containers.length) return rest;
  state.containers = state.containers.slice(0, depth);
  state.fence = undefined;
  state.html = undefined;
  return rest;
}

/** What is left of a line in an item. One that begins with a blank line ends with a second. */
function within(item, line) {
  if (isBlank(line)) return item.isEmpty ? undefined : "";
  if (indentOf(line) < item.width) return undefined;
  item.isEmpty = false;
  return line.slice(item.width);
}

/** What is left of a line after the quotes and items that it opens. */
function enter(state, line) {
  let rest = line;
  for (;;) {
    const left = quoted(rest);
    if (left !== undefined) {
      state.containers = [...state.containers, QUOTE];
      rest = left;
    } else {
      const item = listItem(rest, state.isParagraph);
      if (item === undefined) return rest;
      state.containers = [...state.containers, item];
      rest = item.rest;
    }
    state.isParagraph = false;
  }
}

/** Stands among the containers for a block quote; a list item knows by how many columns its text is indented. */
const QUOTE = Symbol("block quote");

function quoted(line) {
  const mark = /^ {0,3}>/.exec(line)?.[0];
  if (mark === undefined) return undefined;
  const after = line.slice(mark.length);
  return after.startsWith(" ") ? after.slice(1) : after;
}

function listItem(line, isParagraph) {
  if (isBreak(line)) return undefined;
  const [mark, number] = /^ {0,3}(?:[-+*]|(\d{1,9})[.)])(?= |$)/.exec(line) ?? [];
  if (mark === undefined) return undefined;
  const after = line.slice(mark.length);
  // neither an empty item nor a number other than one ends a paragraph
  if (isParagraph && (isBlank(after) || (number !== undefined && Number(number) !== 1))) return undefined;
  const blanks = indentOf(after);
  // code that is indented, or nothing at all, begins one column after the mark
  const width = isBlank(after) || blanks > 4 ? 1 : blanks;
  return { width: mark.length + width, rest: after.slice(width), isEmpty: isBlank(after) };
}

const BLOCK_TAGS = "address article aside base basefont blockquote body caption center col colgroup dd details dialog dir div dl dt fieldset figcaption figure footer form frame frameset h[1-6] head header hr html iframe legend li link main menu menuitem nav noframes ol optgroup option p param search section summary table tbody td tfoot th thead title tr track ul".replaceAll(" ", "|");

/** The beginnings of blocks of HTML, and what is in the line that ends each. */
const HTML = [
  [/^<(?:pre|script|style|textarea)(?:[\s>]|$)/i, /<\/(?:pre|script|style|textarea)>/i],
  [/^<!--/, /-->/],
  [/^<\?/, /\?>/],
  [/^<!\[CDATA\[/, /\]\]>/],
  [/^<![a-z]/i, />/],
  [new RegExp(`^</?(?:${BLOCK_TAGS})(?:[\\s>]|/>|$)`, "i"), /^\s*$/],
];
const TAG = /^(?:<[a-z][a-z\d-]*(?:\s+[a-z_:][\w.:-]*(?:\s*=\s*(?:[^\s"'=<>`]+|'[^']*'|"[^"]*"))?)*\s*\/?>|<\/[a-z][a-z\d-]*\s*>)\s*$/i;

/** How the block of HTML ends that a line begins. */
function htmlBlock(line, isParagraph) {
  if (indentOf(line) > 3) return undefined;
  const text = line.trimStart();
  const known = HTML.find(([begin]) => begin.test(text));
  if (known !== undefined) return known[1];
  return !isParagraph && TAG.test(text) ? /^\s*$/ : undefined;
}

/** Whether a line belongs to a paragraph: one that is open, or in another container, or that it begins. */
function isText(line, isParagraph, isLazy = false) {
  if (isBlank(line) || /^ {0,3}#{1,6}(?:[ \t]|$)/.test(line)) return false;
  if (isParagraph) return !/^ {0,3}(?:=+|-+)[ \t]*$/.test(line) && !isBreak(line);
  return (isLazy || indentOf(line) < 4) && !isBreak(line);
}

const isBreak = (line) => /^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$/.test(line);
const isBlank = (line) => /^[ \t]*$/.test(line);
const indentOf = (line) => /^ */.exec(line)[0].length;

/** The line without so many columns of blanks. */
function without(line, columns) {
  return line.slice(Math.min(columns, indentOf(line)));
}

/** Tabs before and between the marks of quotes and items as blanks, to the next fourth column; in code those before. */
function expanded(line, isCode) {
  const [marks] = (isCode ? /^[ \t>]*/ : /^[ \t>*+\d.)-]*/).exec(line);
  if (!marks.includes("\t")) return line;
  let shown = "";
  for (const mark of marks) shown += mark === "\t" ? " ".repeat(4 - (shown.length % 4)) : mark;
  return shown + line.slice(marks.length);
}
