// Does axe find anything, in any state, in either theme, on a desk or on a phone?

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { choose, launch, line, open, openExample, paste, serve, type, view, VIEW } from "./page.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const STATES = {
  denied: async () => {},
  allowed: (page) => openExample(page, "Two bindings grant the same"),
  "a path": (page) => openExample(page, "Paths and their star"),
  empty: (page) => page.locator("#new").click(),
  "with an error": async (page) => {
    await type(page, "kind: [\n");
    await page.locator(".note.error").waitFor();
  },
  "a line pasted": (page) => line(page, "kubectl logs web -n dev --as alice"),
  "a line not understood": (page) => line(page, "kubectl frobnicate pods"),
  "a refusal that the documents do not make": (page) =>
    line(page, 'pods is forbidden: User "aksdev@contoso.com" cannot list resource "pods" in API group "" in the namespace "dev"'),
  "who can": async (page) => {
    await choose(page, "namespace", "dev");
    await view(page, "access");
    await page.locator("#who").waitFor();
  },
  "the default roles offered": async (page) => {
    await paste(page, VIEW);
    await choose(page, "user", "alice");
    await page.getByRole("button", { name: "Add the defaults" }).waitFor();
  },
  "the default roles on": (page) => page.locator("#defaults").click(),
  "a list open": async (page) => {
    await page.locator("#resource").click();
    await page.locator("#resource-field").waitFor();
  },
  examples: async (page) => {
    await view(page, "examples");
    await page.locator(".gallery .entry").first().waitFor();
  },
};

let server, browser;
before(async () => {
  server = await serve();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  server?.close();
});

for (const [state, go] of Object.entries(STATES)) {
  for (const [width, colorScheme] of [[1440, "light"], [1440, "dark"], [390, "light"], [390, "dark"]]) {
    test(`${state}, ${colorScheme}, ${width} wide`, async () => {
      const { page } = await open(browser, server.url, { viewport: { width, height: 900 }, colorScheme });
      await go(page);
      await page.evaluate(AXE);
      const { violations } = await page.evaluate((rules) => globalThis.axe.run(document, { runOnly: rules }), RULES);
      const told = violations.map((of) => `${of.id}: ${of.help}\n${of.nodes.map((node) => `  ${node.html}\n  ${node.failureSummary}`).join("\n")}`);
      assert.deepEqual(told, []);
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.equal(sideways, 0);
      await page.context().close();
    });
  }
}
