// Does the element work in a site that Docusaurus makes: on the page that is opened, and on one that is gone to?

import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { DOCUMENTS, filled, HERE, HOSTILE, isDenied, run, site, told, visit } from "./site.mjs";

const CONFIG = `export default {
  title: "Docs",
  url: "http://127.0.0.1",
  baseUrl: "/manual/",
  presets: [["classic", { docs: { routeBasePath: "/" }, blog: false }]],
};
`;
const FORM = told('import "aksess/element"');
const hostile = DOCUMENTS.replace(/name: reader\b/g, `name: "${HOSTILE}"`);

const FILES = {
  "docusaurus.config.js": CONFIG,
  "docs/index.mdx": `---\nslug: /\n---\n\n# Access\n\n${filled(FORM)}\nText after it.\n`,
  "docs/hostile.mdx": `# Hostile\n\n${filled(FORM, hostile).replace("-n prod", "-n dev")}`,
};

test("a site of Docusaurus", async () => {
  const folder = site("docusaurus", FILES);
  const program = join(HERE, "node_modules/@docusaurus/core/bin/docusaurus.mjs");
  run(process.execPath, [program, "build", "--out-dir", "out/manual"], folder);
  // its pages have scripts in them, which the policy of the documentation forbids
  await visit(join(folder, "out"), "/manual/", async (page) => {
    await isDenied(page);
    await page.getByRole("link", { name: "Hostile" }).first().click();
    await page.getByRole("heading", { name: "Hostile" }).waitFor();
    assert.match(await page.locator("aksess-trace .v").innerText(), /^Allowed by gate 4, .* gives that group the Role <img src=x onerror=alert\(1\)>,/);
    assert.equal(await page.locator("img[src=x]").count(), 0);
  }, { strict: false });
});
