// How much travels until the opening example shows verdict, trace and editor?
//
// Every file the browser asks for until then, compressed with brotli as a web server would send it. The budget is
// a little above what stands today: growth is a decision.

import assert from "node:assert/strict";
import { test } from "node:test";
import { brotliCompressSync, constants } from "node:zlib";
import { launch, serve } from "./page.mjs";

const BUDGET = 625_000;

test(`all bytes until the page is there stay below ${BUDGET}`, async (t) => {
  const server = await serve();
  const browser = await launch();
  const page = await browser.newPage();
  const sizes = new Map();
  const bodies = [];
  page.on("response", (response) => {
    // undo and completion follow when the editor is already there, sometimes before this test has noticed
    if (/\/editor\/more-/.test(response.url())) return;
    bodies.push(response.body().then((body) => {
      const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: body.length } };
      sizes.set(new URL(response.url()).pathname, brotliCompressSync(body, options).length);
    }));
  });
  await page.goto(server.url);
  await page.locator("#answer h1").waitFor();
  await page.locator(".tree .row").first().waitFor();
  await page.locator(".rich .cm-content").waitFor();
  await Promise.all([...bodies]);
  await browser.close();
  server.close();
  const sum = [...sizes.values()].reduce((one, other) => one + other, 0);
  for (const [path, size] of [...sizes].sort((a, b) => b[1] - a[1])) t.diagnostic(`${size} ${path}`);
  t.diagnostic(`${sum} of ${BUDGET} bytes`);
  assert.ok(sum <= BUDGET, `${sum} bytes`);
});
