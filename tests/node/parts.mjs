// The package as browsers load it, in Node: its first part, and the others fetched from their files when they are called.

import { readFileSync } from "node:fs";

/** As much of it as fetching while the program waits takes. */
class FileRequest {
  open(_method, place) {
    this.place = place;
  }
  overrideMimeType() {}
  send() {
    this.status = 200;
    this.response = readFileSync(this.place, "latin1");
  }
}

/** Loads the part of a folder that answers at once. */
export async function parts(folder) {
  globalThis.XMLHttpRequest = FileRequest;
  const aksess = await import(`${folder}/aksess.js`);
  aksess.initSync({ module: readFileSync(`${folder}/aksess_bg.wasm`) });
  return aksess;
}
