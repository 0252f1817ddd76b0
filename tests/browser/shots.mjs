// What does the page look like? Writes pictures of every state into the folder given as argument:
//   node tests/browser/shots.mjs pictures

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { choose, launch, line, open, openExample, paste, serve, VIEW } from "./page.mjs";

const folder = process.argv[2] ?? "shots";
mkdirSync(folder, { recursive: true });

const STATES = {
  deny: async () => {},
  allow: async (page) => openExample(page, "Two bindings grant the same"),
  diagnostic: async (page) => {
    const text = await page.locator("#editor").inputValue();
    await page.locator("#editor").fill(text.replace("  name: dev-user-access\n", "  name: [dev-user-access\n"));
    await page.locator(".note.error").first().waitFor();
  },
  slot: async (page) => {
    await page.locator("#resource").click();
    await page.locator("#resource-field").waitFor();
  },
  menu: async (page) => {
    await page.locator("#examples").click();
    await page.locator("#examples-field").waitFor();
  },
  path: async (page) => openExample(page, "Paths and their star"),
  line: async (page) => {
    await openExample(page, "binding what one does not hold");
    await page.locator(".questions .entry").nth(1).click();
  },
  forbidden: async (page) => {
    await line(page, 'Error from server (Forbidden): pods is forbidden: User "aksdev@contoso.com" cannot list resource "pods" in API group "" in the namespace "dev"');
  },
  logs: async (page) => {
    await choose(page, "group", "system:masters");
    await line(page, "kubectl logs web -n dev --as aksdev@contoso.com");
  },
  unread: async (page) => line(page, "kubectl frobnicate pods"),
  who: async (page) => {
    await choose(page, "namespace", "dev");
    await page.locator("#tab-who").click();
    await page.locator("#who").waitFor();
  },
  defaults: async (page) => {
    await paste(page, VIEW);
    await choose(page, "user", "alice");
    await choose(page, "namespace", "dev");
    await page.getByRole("button", { name: "Add the defaults" }).waitFor();
  },
  empty: async (page) => page.locator("#new").click(),
  long: async (page) => {
    await choose(page, "user", "system:serviceaccount:a-namespace-with-a-rather-long-name:the-controller-that-does-everything");
    await choose(page, "namespace", "another-namespace-with-a-rather-long-name-that-goes-on");
  },
};

const server = await serve();
const browser = await launch();
const only = process.argv.slice(3);
for (const [state, go] of Object.entries(STATES)) {
  if (only.length && !only.includes(state)) continue;
  for (const width of [1440, 1024, 390]) {
    for (const colorScheme of ["light", "dark"]) {
      if (width === 1024 && colorScheme === "dark") continue;
      const { page, problems } = await open(browser, server.url, { viewport: { width, height: width === 390 ? 844 : 900 }, colorScheme });
      await go(page);
      const path = join(folder, `${state}-${width}-${colorScheme}.png`);
      const fullPage = state !== "slot" && state !== "menu";
      await page.screenshot({ path, fullPage });
      for (const problem of problems) console.log(`${path}: ${problem}`);
      await page.context().close();
    }
  }
}
await browser.close();
server.close();
