// What the page asks of the browser. The program imports this module; see host.rs.

const beside = (file) => new URL(file, document.baseURI).href;

/** The list of examples, one file of the page. */
export async function examples() {
  const answer = await fetch(beside("examples.json"));
  if (!answer.ok) throw new Error(`examples.json: ${answer.status}`);
  return answer.json();
}

/** The editor, opened in an element as soon as its files are here. */
export async function editor(parent, host, label, hint) {
  const { open } = await import(beside("editor/editor.js"));
  if (!parent.isConnected) throw new Error("the place of the editor is gone");
  const opened = open(parent, host, label, hint);
  parent.editor = opened.view;
  return opened;
}

// A link holds what is open, deflated. What is unpacked from one is of anybody's making, so it is bounded.
const MARK = "#s=";
const LARGEST = 8_000_000;

async function through(bytes, stream, most) {
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  const parts = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > most) {
      await reader.cancel();
      throw new Error("too large");
    }
    parts.push(value);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Puts a text into the address of the page, and gives the address. */
export async function share(text) {
  const packed = await through(new TextEncoder().encode(text), new CompressionStream("deflate-raw"), LARGEST);
  let letters = "";
  for (let at = 0; at < packed.length; at += 0x8000) letters += String.fromCharCode(...packed.subarray(at, at + 0x8000));
  const base = btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  const address = new URL(location.href);
  address.hash = `${MARK}${base}`;
  history.replaceState(null, "", address);
  return address.href;
}

/** The text in the address of the page; null without one. Fails where it cannot be read. */
export async function shared() {
  if (!location.hash.startsWith(MARK)) return null;
  const base = location.hash.slice(MARK.length).replaceAll("-", "+").replaceAll("_", "/");
  const packed = Uint8Array.from(atob(base), (letter) => letter.charCodeAt(0));
  const text = await through(packed, new DecompressionStream("deflate-raw"), LARGEST);
  return new TextDecoder().decode(text);
}

/** Takes the text out of the address again. */
export function unshare() {
  if (location.hash.startsWith(MARK)) history.replaceState(null, "", location.pathname + location.search);
}

/** Gives a text to the browser to save as a file. */
export function save(name, kind, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: kind }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

// Every tab keeps its own work under its own name, so that tabs never overwrite each other; the newest few stay.
const WORK = "aksess-work-";
const TAB = "aksess-tab";
const MOST = 5;

function works() {
  const names = Object.keys(localStorage).filter((name) => name.startsWith(WORK));
  return names.map((name) => ({ name, at: Number(localStorage.getItem(name).split("\n", 1)[0]) || 0 })).sort((a, b) => b.at - a.at);
}

const body = (name) => {
  const text = localStorage.getItem(name) ?? "";
  return text.slice(text.indexOf("\n") + 1);
};

/** Keeps a text for this tab; an empty one is forgotten. Tells whether it is kept. */
export function keep(text) {
  try {
    const tab = sessionStorage.getItem(TAB) ?? crypto.randomUUID();
    sessionStorage.setItem(TAB, tab);
    const own = WORK + tab;
    if (!text) {
      localStorage.removeItem(own);
      return true;
    }
    const others = works().filter((of) => of.name !== own);
    // the oldest work makes room, one after the other
    for (const old of others.splice(MOST - 1)) localStorage.removeItem(old.name);
    for (;;) {
      try {
        localStorage.setItem(own, `${Date.now()}\n${text}`);
        return true;
      } catch (why) {
        const old = others.pop();
        if (!old) throw why;
        localStorage.removeItem(old.name);
      }
    }
  } catch {
    return false;
  }
}

/** Leaves what this tab kept to be brought back, and keeps from now on under another name. */
export function leave() {
  try {
    sessionStorage.setItem(TAB, crypto.randomUUID());
  } catch {}
}

/** Gives a tab a name of its own where it is the copy of another, which has that name still; it keeps the same work. */
export async function settle() {
  const tab = sessionStorage.getItem(TAB) ?? crypto.randomUUID();
  sessionStorage.setItem(TAB, tab);
  if (await hold(tab)) return;
  const text = body(WORK + tab);
  leave();
  if (text) keep(text);
  await hold(sessionStorage.getItem(TAB));
}

// A lock is held as long as the tab is open.
const hold = (tab) =>
  new Promise((tell) => {
    if (!navigator.locks) return tell(true);
    const held = (lock) => {
      tell(Boolean(lock));
      return lock && new Promise(() => {});
    };
    navigator.locks.request(WORK + tab, { ifAvailable: true }, held).catch(() => tell(true));
  });

/** Whether the address or the tab holds work. */
export function hasWork() {
  return location.hash.startsWith(MARK) || kept() !== "";
}

/** What this tab kept before it was loaded again; empty without. */
export function kept() {
  try {
    const tab = sessionStorage.getItem(TAB);
    return tab ? body(WORK + tab) : "";
  } catch {
    return "";
  }
}

/** What another tab, or an earlier one, kept last; empty without. */
export function last() {
  try {
    const own = WORK + sessionStorage.getItem(TAB);
    const other = works().find((of) => of.name !== own);
    return other ? body(other.name) : "";
  } catch {
    return "";
  }
}
