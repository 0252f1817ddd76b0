// What is there before a test of the page begins? dist/ served and a browser, for all tests of a file; and for
// each a page of its own, on which nothing may be logged or asked of another origin.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open, serve } from "./page.mjs";

export let server, browser;
before(async () => {
  server = await serve();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  server?.close();
});

/** Runs a test on a page of its own. */
export function onPage(name, run, options) {
  test(name, async () => {
    const { page, problems } = await open(browser, server.url, options);
    await run(page);
    assert.deepEqual(problems, []);
    await page.context().close();
  });
}
