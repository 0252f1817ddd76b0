// Which functions of the program run until the page stands? Writes them down, for the builder to split by:
//   node tests/browser/opening.mjs target/opening/page web/opening.txt
//
// The page there notes what runs. It is opened as people open it: on a wide screen and a narrow one, light and dark, on a
// quick machine and a slow one. What runs by itself soon after counts, too: on a slow machine it may be before.

import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { launch, open, serve } from "./page.mjs";

// how long nothing new has to run, in milliseconds
const QUIET = 1_500;

/** In the page: the numbers of functions that ran, when no other has for a while. */
async function ran(quiet) {
  const { default: start } = await import(new URL("aksess.js", document.baseURI));
  const { notes } = await start();
  const numbers = () => [...new Uint8Array(notes.buffer).entries()].filter(([, mark]) => mark).map(([number]) => number);
  for (let before = -1; before < numbers().length; ) {
    before = numbers().length;
    await new Promise((rested) => setTimeout(rested, quiet));
  }
  return numbers();
}

const [folder, list] = process.argv.slice(2).map((path) => resolve(path));
const names = readFileSync(join(folder, "functions.txt"), "utf8").split("\n");
const server = await serve(folder);
const browser = await launch();
const all = new Set();
for (const colorScheme of ["light", "dark"]) {
  for (const [width, rate] of [[1440, 1], [390, 1], [1440, 8]]) {
    const { page, problems } = await open(browser, server.url, { colorScheme, viewport: { width, height: 900 } });
    if (problems.length) throw new Error(problems.join("\n"));
    const session = await page.context().newCDPSession(page);
    await session.send("Emulation.setCPUThrottlingRate", { rate });
    await page.reload();
    await page.locator(".tree .row").first().waitFor();
    for (const number of await page.evaluate(ran, QUIET)) all.add(names[number]);
    await page.context().close();
  }
}
await browser.close();
server.close();
all.delete("");
all.delete(undefined);
writeFileSync(list, `${[...all].sort().join("\n")}\n`);
console.log(`${all.size} functions run until the page stands`);
