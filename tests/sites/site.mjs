// How is a site made in which the package is tried, and how is the result looked at?
//
// What a reader has to write comes from docs/embedding.md, so that what that page says is what works.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after } from "node:test";
import { fileURLToPath } from "node:url";
import { launch, serve } from "../browser/page.mjs";

export const HERE = fileURLToPath(new URL("./", import.meta.url));
const ROOT = join(HERE, "../..");
const BLOCKS = [...readFileSync(join(ROOT, "docs/embedding.md"), "utf8").matchAll(/^```\w+\n([^]*?)^```$/gm)].map(([, code]) => code);

/** The block of the documentation that begins with these words. */
export const told = (start) => BLOCKS.find((code) => code.startsWith(start)) ?? assert.fail(`no block begins with ${start}`);

/** The documents of the first example there, with a blank line in them; only for namespace dev they give anything. */
export const DOCUMENTS = /<pre>\n([^]*?)<\/pre>/.exec(told("<script"))[1].replace("rules:", "\nrules:");
export const HOSTILE = "<img src=x onerror=alert(1)>";

/** A form of the documentation with documents in it. */
export const filled = (form, documents = DOCUMENTS) => form.replace("kind: Role\n…\n", () => documents);

const CONTENT_SECURITY = { "content-security-policy": told("script-src").trim() };

/** Makes a folder with these files, in which the package is installed from its archive. */
export function site(generator, files) {
  const root = mkdtempSync(join(tmpdir(), `aksess-${generator}-`));
  after(() => rmSync(root, { recursive: true }));
  // the generators are found where Node looks next, and are not installed for each site
  symlinkSync(join(HERE, "node_modules"), join(root, "node_modules"));
  const folder = join(root, "site");
  for (const [name, text] of Object.entries({ "package.json": '{"private": true}', ...files })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const npm = (...words) => execFileSync("npm", words, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  const [{ filename }] = JSON.parse(npm("pack", "--json", join(ROOT, "pkg")));
  npm("install", "--offline", "--no-audit", "--no-fund", `./${filename}`);
  return folder;
}

/** Runs a generator, and tells what it printed if it fails. */
export function run(command, words, folder) {
  const env = { ...process.env, NO_UPDATE_NOTIFIER: "1" };
  try {
    execFileSync(command, words, { cwd: folder, env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  } catch ({ stdout, stderr, message }) {
    assert.fail(`${message}\n${stdout}${stderr}`);
  }
}

/** Serves a folder, with the documentation's Content-Security-Policy where the generator lets one be used. */
export async function visit(folder, path, see, { strict = true } = {}) {
  const server = await serve(folder, strict ? CONTENT_SECURITY : {});
  try {
    await look(new URL(path, server.url), see);
  } finally {
    server.close();
  }
}

/** Opens a page, on which nothing may go wrong or be asked of another origin. */
export async function look(url, see) {
  const browser = await launch();
  try {
    const page = await browser.newPage();
    const problems = [];
    page.on("console", (message) => {
      const isWrong = ["error", "warning"].includes(message.type()) && !message.location().url.endsWith("/favicon.ico");
      if (isWrong) problems.push(message.text());
    });
    page.on("pageerror", (error) => problems.push(String(error)));
    page.on("dialog", (dialog) => (problems.push(dialog.message()), dialog.dismiss()));
    page.on("request", (request) => {
      if (/^http/.test(request.url()) && new URL(request.url()).origin !== new URL(url).origin) problems.push(`asked ${request.url()}`);
    });
    await page.goto(String(url));
    await see(page);
    assert.deepEqual(problems, []);
  } finally {
    await browser.close();
  }
}

/** The one element of the page says that the documents give nothing in prod, and why. */
export async function isDenied(page) {
  assert.equal(await page.locator("aksess-trace .v b").textContent(), "Denied at gate 4, Kubernetes RBAC");
  assert.equal(await page.locator("aksess-trace").count(), 1);
  assert.match(await page.locator("aksess-trace .v").innerText(), /It covers dev only/);
}
