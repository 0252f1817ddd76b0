// How much travels until the opening example shows verdict, trace and editor?
//
// Every file the browser asks for until then, compressed with brotli as a web server would send it. What it asks for
// afterwards, the rest of the program among it, is told and not counted.

import assert from "node:assert/strict";
import { test } from "node:test";
import { brotliCompressSync, constants } from "node:zlib";
import { launch, serve } from "./page.mjs";

const BUDGET = 380_000;

/** In the page: notes when all three stand there for the first time. */
function noteStanding() {
  const parts = ["#answer h1", ".tree .row", ".rich .cm-content"];
  const watch = new MutationObserver(() => {
    if (!parts.every((part) => document.querySelector(part))) return;
    performance.mark("standing");
    watch.disconnect();
  });
  watch.observe(document, { childList: true, subtree: true });
}

test(`all bytes until the page is there stay below ${BUDGET}`, async (t) => {
  const server = await serve();
  const browser = await launch();
  const page = await browser.newPage();
  await page.addInitScript(noteStanding);
  const asked = new Set();
  page.on("request", (request) => asked.add(request.url()));
  await page.goto(server.url);
  await page.waitForFunction(() => performance.getEntriesByType("resource").some(({ name }) => name.endsWith("_rest.wasm")));
  // a file counts unless it was asked for when everything stood
  const later = await page.evaluate(() => {
    const [{ startTime }] = performance.getEntriesByName("standing");
    return performance.getEntriesByType("resource").filter((of) => of.startTime >= startTime).map((of) => of.name);
  });
  await browser.close();
  // what was asked for is asked for again: a browser does not keep every body until somebody wants to weigh it
  const sizes = await Promise.all([...asked].map(async (url) => {
    const bytes = Buffer.from(await (await fetch(url)).arrayBuffer());
    const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } };
    return { path: new URL(url).pathname, size: brotliCompressSync(bytes, options).length, isLater: later.includes(url) };
  }));
  server.close();
  for (const { path, size, isLater } of sizes.sort((a, b) => b.size - a.size)) t.diagnostic(`${size} ${path}${isLater ? " later" : ""}`);
  const sum = sizes.filter(({ isLater }) => !isLater).reduce((all, { size }) => all + size, 0);
  t.diagnostic(`${sum} of ${BUDGET} bytes`);
  assert.ok(later.some((url) => url.endsWith("_rest.wasm")), "the rest of the program is needed to open the page: run `make opening`");
  assert.ok(sum <= BUDGET, `${sum} bytes`);
});
