// How does the rest of the program come? The page needs a part of it to open; the rest is fetched when it stands,
// and at once where something asks for it earlier. See the builder's `split`.

import { initSync } from "../../../../aksess.js";

const FILE = new URL("../../../../aksess_rest.wasm", import.meta.url);

// time for a frame or two, in milliseconds
const PAINT = 50;

let isHere = false;

function join(module) {
  if (isHere) return;
  // what runs already is not begun again: this gives what the first part exports
  new WebAssembly.Instance(module, { first: initSync() });
  isHere = true;
}

/** Fetches the rest while nothing waits for it, when what there is has been painted. */
export function follow() {
  setTimeout(() => {
    dispatchEvent(new Event("standing"));
    // what fails here is tried again by who needs it, and told there
    if (!isHere) WebAssembly.compileStreaming(fetch(FILE)).then(join, () => {});
  }, PAINT);
}

/** Brings the rest before anything else happens: a function of it is called. */
export function load() {
  if (isHere) return;
  const request = new XMLHttpRequest();
  request.open("GET", FILE, false);
  // a request that is waited for gives text and nothing else: one character for each byte
  request.overrideMimeType("text/plain; charset=x-user-defined");
  request.send();
  if (request.status !== 200) throw new Error(`${FILE}: ${request.status}`);
  const bytes = Uint8Array.from(request.response, (letter) => letter.charCodeAt(0));
  join(new WebAssembly.Module(bytes));
}
