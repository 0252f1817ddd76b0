import init, { hasWork, open, rest } from "./aksess.js";

// how long the page is left alone before a copy is made, in milliseconds
const REST = 1500;

// when the page stands
addEventListener("standing", () => {
  // without it words are explained in the list below the keys
  import("./terms.js").catch(() => {});
  keepCopy();
}, { once: true });

// a part of the program opens the page; work that is brought back may need any function
const start = async () => {
  await init();
  if (!hasWork()) return;
  await rest();
  open();
};

start().catch((error) => {
  const told = document.createElement("p");
  told.textContent = `The program could not be started: ${error}`;
  document.querySelector(".wait")?.append(told);
  throw error;
});

// When everything is there, a copy is kept for when there is no network: what was fetched, and the examples.
async function keepCopy() {
  if (!("serviceWorker" in navigator) || !isSecureContext) return;
  try {
    await new Promise((rested) => setTimeout(rested, REST));
    await navigator.serviceWorker.register("sw.js");
    const { active } = await navigator.serviceWorker.ready;
    const fetched = performance.getEntriesByType("resource").map((of) => of.name);
    const own = fetched.filter((name) => name.startsWith(new URL(".", document.baseURI).href));
    const later = ["examples.json", "words.json", "aksess_rest.wasm", "reader.js"].map((file) => new URL(file, document.baseURI).href);
    active.postMessage([...new Set([document.baseURI.split("#")[0], ...own, ...later])]);
  } catch {
    // without it the page needs the network to open, and nothing else
  }
}
