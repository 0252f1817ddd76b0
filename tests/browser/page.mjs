// How do the tests and the screenshots get at the page? A server for dist/, a browser, and the few
// words in which the tests speak.

import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { delimiter, extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const DIST = fileURLToPath(new URL("../../dist/", import.meta.url));
const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".json": "application/json", ".wasm": "application/wasm" };
const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];

/** Serves dist/, or another folder, on a free port of this machine. */
export function serve(folder = DIST, headers = {}) {
  const server = createServer((request, response) => {
    const path = new URL(request.url, "http://localhost").pathname;
    const file = join(folder, normalize(path.endsWith("/") ? `${path}index.html` : path));
    if (!existsSync(file) || !statSync(file).isFile()) return response.writeHead(404).end();
    response.writeHead(200, { ...headers, "content-type": TYPES[extname(file)] ?? "application/octet-stream" });
    createReadStream(file).pipe(response);
  });
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve({ url: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() }));
  });
}

/** Starts the browser named by CHROMIUM, the usual one, or one on the PATH. */
export function launch() {
  return chromium.launch({ executablePath: browser(), args: FLAGS });
}

function browser() {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const onPath = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  const found = [process.env.CHROMIUM ?? "/usr/bin/chromium", ...onPath].find((path) => existsSync(path));
  if (!found) throw new Error("no Chromium was found; install it (Debian: apt-get install chromium) or name it in CHROMIUM");
  return found;
}

/** Opens the page and waits for its first answer. Whatever goes wrong is kept in `problems`. */
export async function open(browser, url, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const page = await context.newPage();
  const problems = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") problems.push(message.text());
  });
  page.on("pageerror", (error) => problems.push(String(error)));
  await context.route("**", (route) => {
    const asked = new URL(route.request().url());
    if (asked.origin === new URL(url).origin) return route.continue();
    problems.push(`asked another origin: ${asked}`);
    return route.abort();
  });
  await page.goto(url);
  await page.locator("#answer h1").waitFor();
  await page.locator(".rich .cm-content").waitFor();
  return { page, problems };
}

/** The verdict: its first word, and what the caller reads. */
export async function verdict(page) {
  const word = await page.locator("#answer h1 em").textContent();
  const message = await page.locator("#answer .msg").textContent();
  return { word, message };
}

/** Chooses a value in a slot by typing it. */
export async function choose(page, slot, value) {
  await page.locator(`#${slot}`).click();
  await page.locator(`#${slot}-field`).fill(value);
  await page.keyboard.press("Enter");
  await page.locator(`#${slot}-field`).waitFor({ state: "detached" });
}

/** Starts with an empty text and pastes into it, as people do. */
export async function paste(page, text) {
  await page.locator("#new").click();
  await page.locator("#editor:focus").waitFor();
  await page.evaluate((text) => navigator.clipboard.writeText(text), text);
  await page.keyboard.press("Control+v");
  await page.waitForFunction((text) => document.querySelector(".rich").editor.state.doc.toString() === text, text);
}

/** What is drawn after the verdict has been drawn as well. */
function drawn(page) {
  return page.evaluate(() => new Promise((shown) => requestAnimationFrame(() => setTimeout(shown, 0))));
}

/** The text in the editor. */
export async function text(page) {
  await drawn(page);
  return page.evaluate(() => document.querySelector(".rich").editor.state.doc.toString());
}

/** Replaces the text in the editor, as typing would. */
export async function type(page, text) {
  await page.evaluate((text) => {
    const { editor } = document.querySelector(".rich");
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: text } });
  }, text);
}

/** Puts the cursor of the editor somewhere. */
export async function cursorAt(page, at) {
  await page.evaluate((at) => document.querySelector(".rich").editor.dispatch({ selection: { anchor: at } }), at);
}

/** Opens a view. */
export async function view(page, word) {
  await page.locator(`#view-${word}`).click();
  await page.locator(`main.${word}`).waitFor();
}

/** Opens an example by its title. */
export async function openExample(page, title) {
  await view(page, "examples");
  await page.locator("#examples-filter").fill(title);
  await page.locator(".gallery .entry", { hasText: title }).first().click();
  await page.locator("main.journey").waitFor();
}

/** The marked lines of the editor. */
export async function marked(page) {
  await drawn(page);
  await page.locator(".cm-marked").first().waitFor();
  return page.evaluate(() => {
    const { editor } = document.querySelector(".rich");
    const lines = [...document.querySelectorAll(".cm-marked")].map((of) => editor.state.doc.lineAt(editor.posAtDOM(of)).number);
    return { first: Math.min(...lines), last: Math.max(...lines) };
  });
}

/** Pastes into the field for a line. */
export async function line(page, text) {
  await page.locator("#line").fill("");
  await page.locator("#line").focus();
  await page.evaluate((text) => navigator.clipboard.writeText(text), text);
  await page.keyboard.press("Control+v");
  await page.waitForFunction((text) => document.querySelector("#line").value === text, text);
  await page.locator("#line-hint kbd", { hasText: "Enter" }).waitFor({ state: "detached" });
}

/** A binding to a role that only the cluster has. */
export const VIEW = `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: alice-views
  namespace: dev
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: view
subjects:
- apiGroup: rbac.authorization.k8s.io
  kind: User
  name: alice
`;
