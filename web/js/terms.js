// What does this word mean? Words with dots below, and parts of the page that carry the name of a term, are
// explained when one rests on them with the pointer, reaches them with the keyboard, or touches them. What they mean
// stands in words.json. There is one box; it lies above the page, so that nothing moves.

// how long one rests on a word before the box opens, and how long the pointer may be on its way there, in milliseconds
const REST = 350;
const LEAVE = 250;
const HOLD = 500;
// the distance of the box from the word and from the window's edge
const GAP = 6;
const EDGE = 8;
const MOST = 3;

const MARKED = ".term, [data-term]";
const box = document.createElement("section");
const told = document.createElement("div");
box.id = "meaning";
told.id = "meaning-words";
box.popover = "manual";
box.setAttribute("aria-label", "What the word means");
box.append(told);
document.body.append(box);

let shown = null;
let clock = 0;
let turn = 0;
let isHeld = false;
let reading;

/** The words with what they mean, by name; read when the first is asked for. */
function words() {
  const named = (list) => new Map(list.map((of) => [of[0].toLowerCase(), of]));
  reading ??= fetch(new URL("words.json", document.baseURI)).then((answer) => answer.json()).then(named);
  return reading.catch(() => {
    reading = undefined;
    return new Map();
  });
}

/** The entry about a word, which may be one of several, or the first of a few words. */
function entry(all, words) {
  const name = words.trim().toLowerCase();
  const [first] = name.split(" ");
  const forms = [name, name.replace(/s$/, ""), name.replace(/es$/, ""), first, `${first}s`];
  return all.get(forms.find((of) => all.has(of)));
}

/** What is to be said about an element: its own term and its value, else the terms in it or in its row. */
function entries(all, on) {
  const { term } = on.dataset;
  const own = term ? [term, on.querySelector("bdi")?.textContent ?? ""] : [on.textContent];
  const row = on.querySelector(".term") ? on : on.closest(".row, tr, li") ?? on;
  const names = on.matches(MARKED) ? own : Array.from(row.querySelectorAll(".term"), (of) => of.textContent);
  return [...new Set(names.map((of) => entry(all, of)))].filter((of) => of).slice(0, MOST);
}

function link([source, address]) {
  const link = document.createElement("a");
  Object.assign(link, { href: address, target: "_blank", rel: "noopener noreferrer", textContent: source });
  return link;
}

function element(name, ...parts) {
  const made = document.createElement(name);
  made.append(...parts);
  return made;
}

const paragraph = ([name, words, source]) => element("p", element("b", name), `: ${words} `, link(source));

/** What a word means, as a paragraph; null where it is not known. */
export async function meaning(word) {
  const found = entry(await words(), word);
  return found ? paragraph(found) : null;
}

function show() {
  if (!shown?.isConnected) return hide();
  // where the browser knows it, the keyboard goes from the word into the box
  box.showPopover({ source: shown });
  place();
}

function place() {
  const at = shown.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = box;
  const below = at.bottom + GAP;
  const top = below + height <= innerHeight - EDGE ? below : at.top - GAP - height;
  box.style.left = `${Math.max(EDGE, Math.min(at.left, innerWidth - EDGE - width))}px`;
  box.style.top = `${Math.max(EDGE, top)}px`;
}

/** What was about to happen does not. */
function stop() {
  clearTimeout(clock);
  turn += 1;
}

function hide() {
  stop();
  if (isOpen()) box.hidePopover();
  shown?.removeAttribute("aria-describedby");
  shown = null;
}

/** Opens the box for an element after a while, unless there is nothing to say. Whoever hears the page is told at once. */
async function later(on, wait) {
  if (shown === on && isOpen()) return stop();
  hide();
  const now = turn;
  const found = entries(await words(), on);
  if (now !== turn || !found.length) return;
  told.replaceChildren(...found.map(paragraph));
  on.setAttribute("aria-describedby", told.id);
  shown = on;
  clock = setTimeout(() => {
    isHeld = wait === HOLD;
    show();
  }, wait);
}

async function list(into) {
  const all = [...(await words()).values()];
  into.replaceChildren(element("dl", ...all.map(([name, words, source]) => element("div", element("dt", name), element("dd", `${words} `, link(source))))));
}

const on = (type, act, options) => document.addEventListener(type, act, options);
const marked = (event) => event.target.closest?.(MARKED);
const isOpen = () => box.matches(":popover-open");
const isIn = (node) => box.contains(node);
// a list that is open below the same words would be covered
const isBusy = (of) => of.getAttribute("aria-expanded") === "true";

on("pointerover", (event) => {
  if (event.pointerType === "touch") return;
  const of = marked(event);
  if (isIn(event.target)) return stop();
  if (of && !isBusy(of)) return later(of, REST);
  // what the keyboard opened, the pointer does not close
  if (shown?.matches(":focus-visible") || isIn(document.activeElement)) return;
  stop();
  if (shown) clock = setTimeout(hide, LEAVE);
});
on("focusin", ({ target, relatedTarget }) => {
  if (isIn(target)) return;
  // who comes back from a list knows the word
  const isBack = relatedTarget?.closest?.(".around")?.contains(target);
  if (!isBack && target.matches(":focus-visible") && target.matches(`${MARKED}, button`) && !isBusy(target)) later(target, REST);
  else if (target !== shown) hide();
});
on("focusout", ({ target, relatedTarget }) => {
  if (!relatedTarget && (target === shown || isIn(target))) hide();
});
on("click", (event) => {
  const of = marked(event);
  if (isHeld) {
    isHeld = false;
    event.preventDefault();
    return event.stopPropagation();
  }
  if (isIn(event.target)) return;
  const does = event.target.closest?.("button, a, label, [role=button]");
  if (!of || (does && !does.matches(".term"))) return hide();
  if (isOpen() && shown === of) return hide();
  later(of, 0);
}, true);
// a touch that stays, where a short one does something
on("pointerdown", (event) => {
  isHeld = false;
  const of = event.pointerType === "touch" && marked(event);
  if (of && !(isOpen() && shown === of)) later(of, HOLD);
});
for (const type of ["pointerup", "pointercancel"]) on(type, () => !isOpen() && stop());
on("contextmenu", (event) => isHeld && event.preventDefault());
on("keydown", (event) => {
  if (event.key !== "Escape" || !isOpen()) return;
  event.preventDefault();
  event.stopPropagation();
  if (isIn(document.activeElement)) shown.focus();
  hide();
}, true);
on("scroll", (event) => {
  if (!isOpen() || isIn(event.target)) return;
  if (shown.isConnected) place();
  else hide();
}, { capture: true, passive: true });
on("toggle", ({ target, newState }) => {
  if (target.id === "keys" && newState === "open") list(target.querySelector(".terms"));
}, true);
// the sheet may have been opened before this was here
const sheet = document.querySelector("#keys:popover-open .terms");
if (sheet) list(sheet);
