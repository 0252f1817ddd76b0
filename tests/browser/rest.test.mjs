// Does it matter when the rest of the program comes?
//
// The page opens with a part of it. Here the rest never follows by itself, so that every door of the first part is met
// closed: what is asked for brings it, and the answer is the same.

import assert from "node:assert/strict";
import { test } from "node:test";
import { line, view } from "./page.mjs";
import { browser, server } from "./site.mjs";

const REST = /_rest\.wasm$/;

/** A page whose rest is kept back until a function of it is called; `asked` counts how often it was asked for then. */
async function early() {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const page = await context.newPage();
  const problems = [];
  page.on("pageerror", (error) => problems.push(String(error)));
  const asked = { following: 0, called: 0 };
  await context.route(REST, (route) => {
    const isFollowing = route.request().resourceType() === "fetch";
    asked[isFollowing ? "following" : "called"] += 1;
    return isFollowing ? route.abort() : route.continue();
  });
  const followed = page.waitForEvent("requestfailed", (request) => REST.test(request.url()));
  await page.goto(server.url);
  await page.locator(".rich .cm-content").waitFor();
  await followed;
  // that the page usually opens without the rest is what the test of its size says
  assert.equal(asked.following, 1);
  return { page, problems, asked };
}

for (const name of ["access", "findings", "preflight", "examples", "scopes"]) {
  test(`a view that is opened before the rest is there brings it: ${name}`, async () => {
    const { page, problems, asked } = await early();
    await view(page, name);
    await page.locator(`main.${name}`).waitFor();
    assert.equal(asked.called, 1);
    assert.deepEqual(problems, []);
    await page.context().close();
  });
}

test("a pasted line before the rest is there is answered", async () => {
  const { page, problems, asked } = await early();
  await line(page, 'nodes is forbidden: User "jane" cannot list resource "nodes" in API group "" at the cluster scope');
  assert.match(await page.locator("#answer .msg").textContent(), /User "jane" cannot list resource "nodes"/);
  assert.equal(asked.called, 1);
  assert.deepEqual(problems, []);
  await page.context().close();
});
