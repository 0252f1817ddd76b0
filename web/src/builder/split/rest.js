// Where are the other parts of the program?
//
// What most people ask for is in the first. The others, whose `places` are above, come when `rest` is called, and else
// when a function of theirs is called: then everything waits for it. This is put behind the JavaScript that
// wasm-bindgen makes.

/** What the parts export that are here, by the names under which others import it. */
const parts = {};
const isHere = (part) => parts[`p${part}`] !== undefined;

/** Adds the next part, unless it was added meanwhile. */
const join = (part, module) => {
  parts.p0 = wasm;
  if (!isHere(part)) parts[`p${part}`] = new WebAssembly.Instance(module, parts).exports;
};

/** Brings all parts up to one before anything else happens: a function of it is called. */
function bring(last) {
  for (let part = 1; part <= last; part += 1) if (!isHere(part)) join(part, waitFor(places[part - 1]));
}

function waitFor(place) {
  if (typeof XMLHttpRequest !== "function") throw new Error("this needs another part of the program: await rest() before");
  const request = new XMLHttpRequest();
  request.open("GET", place, false);
  // a request that is waited for gives text and nothing else: one character for each byte
  request.overrideMimeType("text/plain; charset=x-user-defined");
  request.send();
  if (request.status !== 200) throw new Error(`${place}: ${request.status}`);
  return new WebAssembly.Module(Uint8Array.from(request.response, (letter) => letter.charCodeAt(0)));
}

async function compiled(given) {
  const part = await given;
  if (part instanceof WebAssembly.Module) return part;
  if (part instanceof ArrayBuffer || ArrayBuffer.isView(part)) return WebAssembly.compile(part);
  const response = part instanceof Response ? part : await fetch(part);
  if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
  return WebAssembly.compile(await response.arrayBuffer());
}

/** Brings parts, in their order, while nothing waits for them: from where they are, or as they are. */
export async function rest(given = places) {
  if (wasm === undefined) throw new Error("the program has not been started");
  const modules = given.map((of, at) => (isHere(at + 1) ? undefined : compiled(of)));
  // what fails is told when it is awaited
  for (const module of modules) module?.catch(() => {});
  for (const [at, module] of modules.entries()) if (module) join(at + 1, await module);
}
