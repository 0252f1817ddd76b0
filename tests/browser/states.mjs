// In which states can the page be, and does axe find anything in them?
//
// The files of tests beside this one ask it for one width each, so that they run side by side.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { choose, line, open, openExample, paste, type, view, VIEW } from "./page.mjs";
import { browser, server } from "./site.mjs";

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
  "a deny assignment": (page) => load(page, "chain/a-deny-assignment-against-a-binding.yaml"),
  scopes: async (page) => {
    await load(page, "chain/a-deny-assignment-against-a-binding.yaml");
    await view(page, "scopes");
  },
  orders: async (page) => {
    await load(page, "chain/a-deny-assignment-against-a-binding.yaml");
    await view(page, "orders");
  },
  authentication: async (page) => {
    await load(page, "chain/seed-004-walkthrough.yaml");
    await page.locator("#gate-2").click();
  },
  "a kubeconfig": async (page) => {
    await load(page, "questions/13-contributor-can-get-admin.yaml");
    await page.locator("#about-kubeconfig").check();
  },
  "what can": async (page) => {
    await choose(page, "namespace", "dev");
    await view(page, "access");
    await page.locator("#tab-what").click();
    await page.locator("#what").waitFor();
  },
  matrix: async (page) => {
    await choose(page, "namespace", "dev");
    await view(page, "access");
    await page.locator("#tab-matrix").click();
    await page.locator(".mx button").first().click();
  },
  findings: async (page) => {
    await load(page, "chain/seed-004-walkthrough.yaml");
    await view(page, "findings");
  },
  preflight: async (page) => {
    await load(page, "chain/seed-004-walkthrough.yaml");
    await view(page, "preflight");
    await choose(page, "whose", "aaaaaaaa-0000-4000-8000-000000000001");
  },
  "what can be saved": (page) => page.locator("#save").click(),
  "the keys": async (page) => {
    await page.keyboard.press("?");
    await page.locator(".terms dt").first().waitFor();
  },
  "a word explained": async (page) => {
    // what explains words comes when the page stands
    await page.locator("#meaning").waitFor({ state: "attached" });
    await page.locator("button.term").last().focus();
    await page.keyboard.press("Enter");
    await page.locator("#meaning:popover-open").waitFor();
  },
  "a list open": async (page) => {
    await page.locator("#resource").click();
    await page.locator("#resource-field").waitFor();
  },
  examples: async (page) => {
    await view(page, "examples");
    await page.locator(".gallery .entry").first().waitFor();
  },
};

async function load(page, path) {
  const buffer = readFileSync(new URL(`../scenarios/${path}`, import.meta.url));
  await page.locator("#files").setInputFiles({ name: "loaded.yaml", mimeType: "text/yaml", buffer });
  await page.locator(".file b", { hasText: "loaded.yaml" }).waitFor();
}

/** What axe finds on the page as it stands, by how much the page is wider than its window, and what opened beyond it. */
async function look(page) {
  // what lies under the bar at the top only because of where the page stands is no matter of axe's
  await page.evaluate(() => scrollTo(0, 0));
  const { violations } = await page.evaluate((rules) => globalThis.axe.run(document, { runOnly: rules }), RULES);
  const told = violations.map((of) => `${of.id}: ${of.help}\n${of.nodes.map((node) => `  ${node.html}\n  ${node.failureSummary}`).join("\n")}`);
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  const beyond = await page.evaluate(() => [...document.querySelectorAll(":popover-open")]
    .filter((of) => of.getBoundingClientRect().left < 0 || of.getBoundingClientRect().right > innerWidth)
    .map((of) => `#${of.id} is not all in the window`));
  return [...told, ...beyond, ...(sideways === 0 ? [] : [`${sideways} pixels wider than the window`])];
}

/** Waits until every colour has arrived where the theme has it. */
async function settled() {
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  const changing = document.getAnimations().filter((of) => of instanceof CSSTransition);
  await Promise.allSettled(changing.map((of) => of.finished));
}

/** One test for each state: it is entered in this width, and the theme changes while it stands. */
export function inEveryState(width, ...themes) {
  for (const [state, go] of Object.entries(STATES)) {
    test(`${state}, ${themes.join(" and ")}, ${width} wide`, async () => {
      const { page } = await open(browser, server.url, { viewport: { width, height: 900 }, colorScheme: themes[0] });
      await go(page);
      await page.evaluate(AXE);
      for (const colorScheme of themes) {
        await page.emulateMedia({ colorScheme });
        await page.evaluate(settled);
        const told = await look(page);
        assert.deepEqual(told, [], `${colorScheme}:\n${told.join("\n")}`);
      }
      await page.context().close();
    });
  }
}
