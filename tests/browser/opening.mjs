// Which functions of the program run until the page stands? Writes them down, for the builder to split by:
//   node tests/browser/opening.mjs target/opening/page web/opening.txt
//
// The page there notes what runs. It is opened as people open it: on a wide screen and a narrow one, light and dark.

import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { launch, open, serve } from "./page.mjs";

const [folder, list] = process.argv.slice(2).map((path) => resolve(path));
const names = readFileSync(join(folder, "functions.txt"), "utf8").split("\n");
const server = await serve(folder);
const browser = await launch();
const ran = new Set();
for (const colorScheme of ["light", "dark"]) {
  for (const width of [1440, 390]) {
    const { page, problems } = await open(browser, server.url, { colorScheme, viewport: { width, height: 900 } });
    if (problems.length) throw new Error(problems.join("\n"));
    await page.locator(".tree .row").first().waitFor();
    const numbers = await page.evaluate(async () => {
      const { default: start } = await import(new URL("aksess.js", document.baseURI));
      const { notes } = await start();
      return [...new Uint8Array(notes.buffer).entries()].filter(([, mark]) => mark).map(([number]) => number);
    });
    for (const number of numbers) ran.add(names[number]);
    await page.context().close();
  }
}
await browser.close();
server.close();
ran.delete("");
ran.delete(undefined);
writeFileSync(list, `${[...ran].sort().join("\n")}\n`);
console.log(`${ran.size} functions run until the page stands`);
