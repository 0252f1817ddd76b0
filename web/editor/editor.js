// The editor of the page: CodeMirror with what the engine knows. The page gives the text, the remarks and the
// marked lines; it is told what is typed and where the cursor is, and asked what to suggest and to explain.

import { Compartment, EditorState, RangeSet, StateEffect, StateField, Transaction } from "@codemirror/state";
import { Decoration, EditorView, GutterMarker, drawSelection, gutter, hoverTooltip, keymap, lineNumbers, placeholder } from "@codemirror/view";
import { words } from "./words.js";

// a text above this size is told when typing pauses
const AT_ONCE = 256 * 1024;
const PAUSE = 100;
// time for a frame or two, in milliseconds
const PAINT = 50;
// what stays in view above and below a marked line
const MARGIN = 48;

const setMarked = StateEffect.define();
const setRemarks = StateEffect.define();

const marked = StateField.define({
  create: () => Decoration.none,
  update(lines, change) {
    lines = lines.map(change.changes);
    for (const effect of change.effects) {
      if (!effect.is(setMarked)) continue;
      const { doc } = change.state;
      const [first, last] = effect.value;
      const found = [];
      for (let at = first; at > 0 && at <= Math.min(last, doc.lines, first + 2000); at += 1) {
        found.push(Decoration.line({ class: "cm-marked" }).range(doc.line(at).from));
      }
      lines = Decoration.set(found);
    }
    return lines;
  },
  provide: (field) => EditorView.decorations.from(field),
});

class Sign extends GutterMarker {
  constructor(severity) {
    super();
    this.elementClass = `cm-sign ${severity}`;
  }
  eq(other) {
    return this.elementClass === other.elementClass;
  }
}
const SIGNS = { error: new Sign("error"), warning: new Sign("warning"), info: new Sign("info") };
const WORST = ["error", "warning", "info"];

const remarks = StateField.define({
  create: () => ({ all: [], lines: Decoration.none, signs: RangeSet.empty }),
  update(value, change) {
    if (change.docChanged) {
      value = { ...value, lines: value.lines.map(change.changes), signs: value.signs.map(change.changes) };
    }
    for (const effect of change.effects) if (effect.is(setRemarks)) value = read(effect.value, change.state.doc);
    return value;
  },
  provide: (field) => EditorView.decorations.from(field, (value) => value.lines),
});

function read(list, doc) {
  const offset = (line, column) => {
    const of = doc.line(Math.max(1, Math.min(line, doc.lines)));
    return Math.min(of.from + Math.max(0, column - 1), of.to);
  };
  const all = list.map((of) => {
    const from = offset(of.line, of.column);
    let to = offset(of.endLine, of.endColumn);
    // a remark about nothing is about the rest of its line, and one about a whole object only about its first line
    if (to <= from || of.endLine > of.line + 3) to = doc.lineAt(from).to;
    return { ...of, from, to };
  });
  const lines = all.filter((of) => of.to > of.from).map((of) => Decoration.mark({ class: `cm-remark ${of.severity}` }).range(of.from, of.to));
  const worst = new Map();
  for (const of of all) {
    const at = doc.lineAt(of.from).from;
    const before = worst.get(at);
    if (!before || WORST.indexOf(of.severity) < WORST.indexOf(before)) worst.set(at, of.severity);
  }
  const signs = [...worst].sort((a, b) => a[0] - b[0]).map(([at, severity]) => SIGNS[severity].range(at));
  return { all, lines: Decoration.set(lines, true), signs: RangeSet.of(signs) };
}

function paragraph(text, name) {
  const told = document.createElement("p");
  if (name) told.className = name;
  // what authors wrote stands in backticks
  for (const [at, part] of text.split("`").entries()) {
    const node = at % 2 ? document.createElement("code") : document.createTextNode(part);
    if (at % 2) node.textContent = part;
    told.append(node);
  }
  return told;
}

/** What a word means, as a paragraph; nothing where it is not known or the page does not explain words. */
async function meaning(word) {
  try {
    const terms = await import(new URL("terms.js", document.baseURI).href);
    return await terms.meaning(word);
  } catch {
    return null;
  }
}

/** Where someone is in the field that stands here until now; null where they are elsewhere. */
function taken(parent) {
  const field = document.activeElement;
  if (field?.localName !== "textarea" || !parent.parentElement.contains(field)) return null;
  const { selectionStart: from, selectionEnd: to } = field;
  return field.selectionDirection === "backward" ? { anchor: to, head: from } : { anchor: from, head: to };
}

/** Opens an editor in `parent`. `host` is what the page offers: change, cursor, explain, suggest. */
export function open(parent, host, label, hint) {
  let name = "";
  let isOurs = false;
  let waiting = 0;
  let pending = -1;
  let begun = taken(parent);
  const labels = new Compartment();
  const more = new Compartment();
  const labelled = (words) => EditorView.contentAttributes.of({ id: "editor", tabindex: "0", "aria-label": words, spellcheck: "false", autocapitalize: "off" });

  const tell = (state) => {
    clearTimeout(waiting);
    waiting = 0;
    host.change(state.doc.toString(), state.doc.lineAt(state.selection.main.head).number);
  };
  const watch = EditorView.updateListener.of((update) => {
    if (isOurs) return;
    if (update.docChanged) {
      if (update.state.doc.length <= AT_ONCE) return tell(update.state);
      clearTimeout(waiting);
      host.typing();
      waiting = setTimeout(() => tell(view.state), PAUSE);
    } else if (update.selectionSet) {
      host.cursor(update.state.doc.lineAt(update.state.selection.main.head).number);
    }
  });
  const explain = hoverTooltip(async (of, at) => {
    const here = of.state.field(remarks).all.filter((remark) => remark.from <= at && at <= remark.to);
    const word = of.state.wordAt(at);
    const line = of.state.doc.lineAt(at);
    const said = host.explain(line.number, at - line.from + 1);
    const term = word && (await meaning(of.state.sliceDoc(word.from, word.to)));
    if (!here.length && !said && !term) return null;
    const dom = document.createElement("div");
    dom.className = "cm-told";
    for (const remark of here) dom.append(paragraph(remark.message, remark.severity));
    if (said) dom.append(paragraph(said));
    if (term) dom.append(term);
    return { pos: word?.from ?? at, end: word?.to, above: true, create: () => ({ dom }) };
  });
  const view = new EditorView({
    parent,
    state: EditorState.create({
      extensions: [
        lineNumbers(),
        gutter({ class: "cm-signs", markers: (of) => of.state.field(remarks).signs }),
        drawSelection(), marked, remarks, words, explain, watch,
        EditorView.domEventObservers({
          // the browser puts its own selection first, and a key may come before anything that waits
          focus: () => setTimeout(settle, 0),
          keydown: () => settle(),
          // who points chooses the place
          mousedown() {
            pending = -1;
          },
          // what follows elsewhere is about what stands here
          blur() {
            if (waiting) tell(view.state);
          },
        }),
        placeholder(hint), labels.of(labelled(label)), more.of(keymap.of([])),
        EditorState.tabSize.of(2),
      ],
    }),
  });
  const ours = (spec) => {
    isOurs = true;
    try {
      view.dispatch(spec);
    } finally {
      isOurs = false;
    }
  };
  // what is only drawn waits until the frame with the verdict is there: a change makes the editor ask where the
  // selection is, and before that the browser would have to lay out the whole page to tell
  let drawn = [];
  let reveal = null;
  const soon = (effect) => {
    if (drawn.push(effect) > 1) return;
    requestAnimationFrame(() => setTimeout(draw, 0));
  };
  const draw = () => {
    const effects = drawn;
    drawn = [];
    ours({ effects });
    if (reveal) view.requestMeasure(reveal);
    reveal = null;
  };
  const settle = () => {
    const at = pending;
    pending = -1;
    if (at >= 0) ours({ selection: { anchor: Math.min(at, view.state.doc.length) } });
  };
  // typing is possible; completion, undo and the rest of the keys follow when the editor has been painted
  const bring = () => import("./more.js").then((extra) => ours({ effects: more.reconfigure(extra.more(host)) })).catch(() => {});
  setTimeout(bring, PAINT);

  return {
    view,
    show(file, text, words) {
      clearTimeout(waiting);
      waiting = 0;
      pending = -1;
      reveal = null;
      const isOther = file !== name;
      name = file;
      const now = view.state.doc;
      if (isOther || now.length !== text.length || now.toString() !== text) {
        ours({
          changes: { from: 0, to: now.length, insert: text },
          selection: begun ?? { anchor: 0 },
          effects: [labels.reconfigure(labelled(words)), ...(begun ? [EditorView.scrollIntoView(begun.head)] : [])],
          annotations: Transaction.addToHistory.of(false),
        });
        if (begun) return view.focus();
        view.scrollDOM.scrollTop = 0;
        view.scrollDOM.scrollLeft = 0;
      }
    },
    mark(first, last, isShown) {
      soon(setMarked.of([first, last]));
      const stays = begun;
      begun = null;
      if (!isShown || first < 1 || stays) return;
      const { doc } = view.state;
      const line = (at) => doc.line(Math.max(1, Math.min(at, doc.lines))).from;
      const [from, to] = [line(first), line(last)];
      // the cursor goes there when the editor is gone to: moving it before would cost a layout for nothing
      if (view.hasFocus) ours({ selection: { anchor: from } });
      else pending = from;
      // only the editor's own box is scrolled: the page stays where it is
      reveal = {
        read() {
          // the text may have become shorter since
          const [first, last] = [from, to].map((at) => view.lineBlockAt(Math.min(at, view.state.doc.length)));
          return { top: first.top, bottom: last.bottom, height: view.scrollDOM.clientHeight, at: view.scrollDOM.scrollTop };
        },
        write({ top, bottom, height, at }) {
          if (top - MARGIN < at || bottom - top + 2 * MARGIN > height) view.scrollDOM.scrollTop = Math.max(0, top - MARGIN);
          else if (bottom + MARGIN > at + height) view.scrollDOM.scrollTop = bottom + MARGIN - height;
        },
      };
    },
    remark(list) {
      soon(setRemarks.of(list));
    },
    close() {
      clearTimeout(waiting);
      view.destroy();
    },
  };
}
