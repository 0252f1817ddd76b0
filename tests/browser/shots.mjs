// What does the page look like? Writes pictures of every view and state into the folder given as argument:
//   node tests/browser/shots.mjs pictures [state…]

import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { choose, launch, line, open, openExample, paste, serve, text, type, view, VIEW } from "./page.mjs";

const folder = process.argv[2] ?? "shots";
mkdirSync(folder, { recursive: true });

/** Opens a scenario file as someone would. */
async function load(page, path) {
  const name = path.split("/").pop();
  const buffer = readFileSync(new URL(`../scenarios/${path}`, import.meta.url));
  await page.locator("#files").setInputFiles({ name, mimeType: "text/yaml", buffer });
  await page.locator(".file b", { hasText: name }).waitFor();
}
const DENY = "chain/a-deny-assignment-against-a-binding.yaml";
const WALK = "chain/seed-004-walkthrough.yaml";

const STATES = {
  journey: async () => {},
  allowed: (page) => openExample(page, "Two bindings grant the same"),
  "azure-denies": (page) => load(page, DENY),
  "azure-allows": (page) => openExample(page, "condition"),
  kubeconfig: (page) => load(page, "questions/13-contributor-can-get-admin.yaml"),
  authentication: async (page) => {
    await load(page, WALK);
    await page.locator("#gate-2").click();
  },
  steps: async (page) => {
    await page.locator(".questions .entry", { hasText: "create pods in dev" }).first().click();
    for (const _ of [1, 2, 3]) await page.locator("#step").click();
  },
  scopes: async (page) => {
    await load(page, DENY);
    await view(page, "scopes");
  },
  orders: async (page) => {
    await load(page, DENY);
    await view(page, "orders");
  },
  who: async (page) => {
    await load(page, WALK);
    await page.locator("#about-resource").check();
    await choose(page, "namespace", "dev");
    await view(page, "access");
  },
  what: async (page) => {
    await choose(page, "namespace", "dev");
    await view(page, "access");
    await page.locator("#tab-what").click();
  },
  matrix: async (page) => {
    await load(page, WALK);
    await page.locator("#about-resource").check();
    await choose(page, "namespace", "dev");
    await view(page, "access");
    await page.locator("#tab-matrix").click();
    await page.locator(".mx button").nth(2).click();
  },
  findings: async (page) => {
    await load(page, WALK);
    await view(page, "findings");
  },
  preflight: async (page) => {
    await load(page, WALK);
    await view(page, "preflight");
    await choose(page, "whose", "aaaaaaaa-0000-4000-8000-000000000001");
  },
  examples: async (page) => {
    await view(page, "examples");
    await page.locator(".gallery .entry").first().waitFor();
  },
  diagnostic: async (page) => {
    await type(page, (await text(page)).replace("  name: dev-user-access\n", "  name: [dev-user-access\n"));
    await page.locator(".note.error").first().waitFor();
  },
  slot: async (page) => {
    await page.locator("#resource").click();
    await page.locator("#resource-field").waitFor();
  },
  line: async (page) => {
    await openExample(page, "binding what one does not hold");
    await page.locator(".questions .entry").nth(1).click();
  },
  logs: async (page) => {
    await choose(page, "group", "system:masters");
    await line(page, "kubectl logs web -n dev --as aksdev@contoso.com");
  },
  unread: async (page) => line(page, "kubectl frobnicate pods"),
  redacted: async (page) => {
    await page.locator("#redact").evaluate((button) => button.click());
    await page.locator(".complaint").waitFor();
  },
  save: (page) => page.locator("#save").click(),
  help: async (page) => {
    await page.keyboard.press("?");
    await page.locator(".terms dt").first().waitFor();
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
// what lies over the page is only seen in the window
const OVER = ["slot", "save", "help"];

const server = await serve();
const browser = await launch();
const only = process.argv.slice(3);
for (const [state, go] of Object.entries(STATES)) {
  if (only.length && !only.includes(state)) continue;
  for (const [width, colorScheme] of [[1440, "light"], [1440, "dark"], [1024, "light"], [390, "light"], [390, "dark"]]) {
    const { page, problems } = await open(browser, server.url, { viewport: { width, height: width === 390 ? 844 : 900 }, colorScheme });
    await go(page);
    const path = join(folder, `${state}-${width}-${colorScheme}.png`);
    await page.screenshot({ path, fullPage: !OVER.includes(state), animations: "disabled" });
    for (const problem of problems) console.log(`${path}: ${problem}`);
    await page.context().close();
  }
}
await browser.close();
server.close();
