// Does <aksess-trace> work in a plain page, from the package as it is installed?
//
// The archive is installed into an empty project, and its files are served as they are, under a strict
// Content-Security-Policy.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { launch } from "./page.mjs";

const PACKAGE = fileURLToPath(new URL("../../pkg/", import.meta.url));
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TYPES = { ".js": "text/javascript", ".wasm": "application/wasm" };
const CSP = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'";

const WORLD = `kind: Role
metadata: {name: reader, namespace: dev}
rules: [{apiGroups: [""], resources: [pods], verbs: [get, list]}]
---
kind: RoleBinding
metadata: {name: readers, namespace: dev}
roleRef: {kind: Role, name: reader}
subjects: [{kind: Group, name: devs}]
`;
const SCENARIO = `${WORLD}---
kind: Scenario
title: Developers
requests:
- {as: {user: ann, groups: [devs]}, verb: list, resource: pods, namespace: dev}
- {as: {user: ann, groups: [devs]}, verb: list, resource: pods, namespace: prod}
`;
const AZURE = readFileSync(fileURLToPath(new URL("../scenarios/chain/both-grant.yaml", import.meta.url)), "utf8");
const escaped = (text) => text.replace(/[&<>"]/g, (of) => `&#${of.charCodeAt(0)};`);
const element = (attributes, documents) => `<aksess-trace ${attributes}><pre>${escaped(documents)}</pre></aksess-trace>`;
const page = (body, csp = CSP) => ({
  csp,
  text: `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Docs</title><script type="module" src="/aksess/web/element.js"></script></head><body><main><h1>Docs</h1>${body}</main></body></html>`,
});

const ASKED = 'user="ann" groups="devs" verb="list" resource="pods"';
const HOSTILE = WORLD.replaceAll("readers", '"</pre><img src=x onerror=window.hurt=1><script>window.hurt=1</script>"');
const PAGES = {
  plain: page(element("", SCENARIO)),
  attributes: page(element(`${ASKED} namespace="dev"`, WORLD)),
  kubectl: page(element('user="ann" groups="devs" kubectl="logs web -n dev"', WORLD)),
  written: page(element("editable", SCENARIO)),
  editable: page(element(`editable ${ASKED} namespace="prod"`, WORLD)),
  hostile: page(element(`open ${ASKED} namespace="dev"`, HOSTILE)),
  below: page(`<p>${"<br>".repeat(300)}</p>${element(`${ASKED} namespace="dev"`, WORLD)}`),
  azure: page(element("", AZURE)),
  many: page(Array.from({ length: 100 }, () => element(`${ASKED} namespace="dev"`, WORLD)).join("")),
  wrong: page(element(`${ASKED} namespace="dev"`, "kind: [\n") + element('user="ann" kubectl="frobnicate"', WORLD)),
  forbidden: page(element("", SCENARIO), "script-src 'self'"),
};

let folder, server, browser, url, asked;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), "aksess-element-"));
  const npm = (...words) => execFileSync("npm", words, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  const [{ filename }] = JSON.parse(npm("pack", "--json", PACKAGE));
  npm("install", "--offline", "--no-audit", "--no-fund", `./${filename}`);
  server = createServer((request, response) => {
    const path = new URL(request.url, "http://localhost").pathname;
    asked.push(path);
    const found = PAGES[path.slice(1)];
    if (found) return response.writeHead(200, { "content-type": "text/html; charset=utf-8", "content-security-policy": found.csp }).end(found.text);
    const file = join(folder, "node_modules", path);
    if (!existsSync(file)) return response.writeHead(404).end();
    response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "text/plain" }).end(readFileSync(file));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${server.address().port}/`;
  browser = await launch();
});
after(async () => {
  await browser?.close();
  server?.close();
  rmSync(folder, { recursive: true });
});

/** Opens a page; what goes wrong is kept. */
async function open(name, options = {}) {
  asked = [];
  const context = await browser.newContext(options);
  const opened = await context.newPage();
  const problems = [];
  opened.on("console", (message) => message.type() === "error" && !/favicon/.test(message.location().url) && problems.push(message.text()));
  opened.on("pageerror", (error) => problems.push(String(error)));
  await opened.goto(url + name);
  return { page: opened, problems, close: () => context.close() };
}

const verdict = (of, at = 0) => of.locator("aksess-trace").nth(at).locator(".v b").textContent();

test("scenarios among the documents are the questions", async (t) => {
  const { page: of, problems, close } = await open("plain");
  assert.equal(await verdict(of), "Allowed by gate 4, Kubernetes RBAC");
  const shown = await of.evaluate(() => {
    const script = performance.getEntriesByType("resource").find(({ name }) => name.endsWith("/element.js"));
    return Math.round(document.querySelector("aksess-trace").shownAt - script.responseEnd);
  });
  t.diagnostic(`first answer ${shown} ms after the script`);
  assert.deepEqual(asked.filter((path) => path.endsWith(".wasm")), ["/aksess/web/aksess_bg.wasm"]);
  await of.getByRole("button", { name: "ann: list pods in prod" }).click();
  await of.getByText("Denied at gate 4, Kubernetes RBAC").waitFor();
  assert.match(await of.locator("aksess-trace .m").textContent(), /^pods is forbidden: User "ann" cannot list resource "pods"/);
  await of.getByText("Why").click();
  assert.match(await of.locator("aksess-trace details").innerText(), /RoleBinding readers example:6 grants this in dev\. It covers dev only/);
  assert.deepEqual(problems, []);
  await close();
});

test("where Azure is asked, what explains it comes before it is needed", async () => {
  const { page: of, problems, close } = await open("azure");
  assert.match(await verdict(of), /^Allowed by gate 3, Azure RBAC/);
  const fetched = await of.evaluate(() => performance.getEntriesByType("resource").filter(({ name }) => name.endsWith(".wasm")).map(({ name, initiatorType }) => `${/_(\w+)\.wasm/.exec(name)[1]} ${initiatorType}`));
  assert.deepEqual(fetched.sort(), ["bg fetch", "more fetch"]);
  assert.deepEqual(problems, []);
  await close();
});

test("attributes ask, and asking again redraws", async () => {
  const { page: of, problems, close } = await open("attributes");
  assert.match(await verdict(of), /^Allowed/);
  const answer = of.evaluate(() => new Promise((resolve) => document.addEventListener("answer", ({ detail }) => resolve(detail.decision), { once: true })));
  await of.locator("aksess-trace").evaluate((node) => node.setAttribute("namespace", "prod"));
  assert.equal(await answer, "Deny");
  assert.match(await verdict(of), /^Denied/);
  assert.deepEqual(problems, []);
  await close();
  const line = await open("kubectl");
  assert.match(await verdict(line.page), /^Denied/);
  await line.close();
});

test("documents that may be edited are asked as they stand", async () => {
  const { page: of, problems, close } = await open("editable");
  assert.match(await verdict(of), /^Denied/);
  const area = of.getByRole("textbox", { name: "Documents" });
  await area.fill(WORLD.replaceAll("namespace: dev", "namespace: prod"));
  await of.getByText("Allowed by gate 4").waitFor();
  await area.fill("kind: [");
  await of.getByText(/^Line 1: /).waitFor();
  assert.deepEqual(problems, []);
  await close();
});

test("the questions are those of the documents as they stand, and the chosen one stays", async () => {
  const { page: of, problems, close } = await open("written");
  await verdict(of);
  const area = of.getByRole("textbox", { name: "Documents" });
  const buttons = () => of.locator("aksess-trace button").evaluateAll((all) => all.map((button) => `${button.textContent} ${button.ariaPressed}`));
  const shown = () => of.locator("aksess-trace .q").textContent();
  /** Does something and waits for the answer that follows. */
  const answered = async (act) => {
    await of.evaluate(() => void (window.answer = new Promise((resolve) => document.addEventListener("answer", resolve, { once: true }))));
    await act();
    await of.evaluate(async () => void (await window.answer));
  };
  const [dev, prod, staging] = ["dev", "prod", "staging"].map((namespace) => `ann: list pods in ${namespace}`);
  await answered(() => of.getByRole("button", { name: prod }).click());
  assert.deepEqual(await buttons(), [`${dev} false`, `${prod} true`]);

  const elsewhere = SCENARIO.replace("prod", "staging");
  await answered(() => area.fill(elsewhere));
  assert.deepEqual(await buttons(), [`${dev} false`, `${staging} true`]);
  assert.equal(await shown(), staging);

  // a question more, chosen by keyboard, and taken away again by a program: the focus goes where the choice goes
  await answered(() => area.fill(`${elsewhere}- {as: {user: bob}, verb: get, resource: nodes}\n`));
  await of.getByRole("button", { name: /^bob: get nodes/ }).focus();
  await answered(() => of.keyboard.press("Enter"));
  assert.deepEqual(await buttons(), [`${dev} false`, `${staging} false`, "bob: get nodes at the cluster scope true"]);
  const focus = () => of.locator("aksess-trace").evaluate((node) => node.shadowRoot.activeElement?.textContent);
  assert.equal(await focus(), "bob: get nodes at the cluster scope");
  await answered(() => of.locator("aksess-trace").evaluate((node, text) => void (node.documents = text), SCENARIO));
  assert.deepEqual(await buttons(), [`${dev} false`, `${prod} true`]);
  assert.equal(await shown(), prod);
  assert.equal(await focus(), prod);
  assert.equal(await area.inputValue(), SCENARIO);

  // where there is no question, none can be chosen
  await of.locator("aksess-trace").evaluate((node) => node.setAttribute("user", "ann"));
  await of.getByText(/^request: /).waitFor();
  assert.deepEqual(await buttons(), []);
  assert.deepEqual(problems, []);
  await close();
});

test("documents set by a program are not overtaken by what was typed before", async () => {
  const { page: of, close } = await open("written");
  await verdict(of);
  await of.locator("aksess-trace").evaluate((node) => {
    const area = node.shadowRoot.querySelector("textarea");
    area.value = "kind: [";
    area.dispatchEvent(new Event("input"));
    node.documents = "kind: Role";
  });
  await of.getByText("Nothing is asked here.").waitFor();
  assert.equal(await of.getByRole("textbox", { name: "Documents" }).inputValue(), "kind: Role");
  await close();
});

test("documents are text, never markup", async () => {
  const { page: of, problems, close } = await open("hostile");
  assert.match(await verdict(of), /^Allowed/);
  assert.match(await of.locator("aksess-trace details").innerText(), /<\/pre><img src=x onerror=window\.hurt=1>/);
  assert.deepEqual(await of.locator("aksess-trace").evaluate((node) => [window.hurt, node.shadowRoot.querySelectorAll("img,script").length]), [undefined, 0]);
  assert.deepEqual(problems, []);
  await close();
});

test("what is wrong is told where it stands", async () => {
  const { page: of, close } = await open("wrong");
  await of.getByText(/^Line 1: /).waitFor();
  await of.getByText(/frobnicate/).first().waitFor();
  await close();
});

test("the engine is loaded when an element is seen, once for all", async () => {
  const below = await open("below");
  await below.page.waitForLoadState("networkidle");
  assert.deepEqual(asked.filter((path) => path.endsWith(".wasm")), []);
  await below.page.locator("aksess-trace").scrollIntoViewIfNeeded();
  assert.match(await verdict(below.page), /^Allowed/);
  await below.close();
  const many = await open("many");
  const last = many.page.locator("aksess-trace").last();
  await last.scrollIntoViewIfNeeded();
  assert.match(await verdict(many.page, 99), /^Allowed/);
  assert.equal(asked.filter((path) => path.endsWith(".wasm")).length, 1);
  const shown = await many.page.evaluate(() => [...document.querySelectorAll("aksess-trace")].filter((of) => of.shadowRoot.querySelector(".v")).length);
  assert.ok(shown < 100, `${shown} of 100 were drawn although most were never seen`);
  const freed = await many.page.evaluate(async () => {
    const { Authorizer } = await import("/aksess/web/aksess.js");
    let count = 0;
    const free = Authorizer.prototype.free;
    Authorizer.prototype.free = function () {
      count += 1;
      return free.call(this);
    };
    document.querySelector("main").replaceChildren();
    return count;
  });
  assert.equal(freed, shown);
  assert.deepEqual(many.problems, []);
  await many.close();
});

/** In the page: so many elements at one place, answered and taken away again, and what happened in which order. */
async function round(count) {
  window.pattern ??= document.querySelector("aksess-trace").cloneNode(true);
  const laid = new CSSStyleSheet();
  laid.replaceSync("aksess-trace { position: fixed; inset: 0 }");
  document.adoptedStyleSheets = [laid];
  const order = [];
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => order.push("event");
  const main = document.createElement("main");
  document.querySelector("main").replaceWith(main);
  await new Promise((resolve) => {
    main.addEventListener("answer", () => {
      order.push("answer");
      port2.postMessage(0);
      if (order.filter((of) => of === "answer").length === count) resolve();
    });
    main.append(...Array.from({ length: count }, () => window.pattern.cloneNode(true)));
  });
  main.replaceChildren();
  port1.close();
  return order;
}

test("a hundred elements at once leave the page time between them", async () => {
  const { page: of, problems, close } = await open("many");
  await verdict(of);
  const order = await of.evaluate(round, 100);
  assert.equal(order.filter((of) => of === "answer").length, 100);
  // an event that is waiting after an answer is handled before the last one is drawn, and so are most others
  const handled = order.filter((of) => of === "event").length;
  assert.ok(order.indexOf("event") < order.lastIndexOf("answer"), order.join(" "));
  assert.ok(handled > 50, `${handled} of 99 events were handled between answers`);
  assert.deepEqual(problems, []);
  await close();
});

test("the memory of elements that come and go is used again", async () => {
  const { page: of, close } = await open("many");
  await verdict(of);
  const bytes = () => of.evaluate(async () => (await (await import("/aksess/web/aksess.js")).default()).memory.buffer.byteLength);
  const after = [];
  for (let times = 0; times < 10; times += 1) {
    await of.evaluate(round, 100);
    after.push(await bytes());
  }
  assert.equal(after[9], after[1], `after each round: ${after}`);
  await close();
});

test("a page whose policy forbids WebAssembly is told what to allow", async () => {
  const { page: of, close } = await open("forbidden");
  await of.getByText(/script-src 'wasm-unsafe-eval'/).waitFor();
  await close();
});

test("without script the documents can be read, and so can a rendered answer", async () => {
  const { page: of, close } = await open("plain", { javaScriptEnabled: false });
  assert.match(await of.locator("main").innerText(), /kind: RoleBinding/);
  await close();
  const answers = execFileSync(join(folder, "node_modules/.bin/aksess"), ["render", "-", "-o", "page"], { input: SCENARIO, encoding: "utf8" });
  const context = await browser.newContext({ javaScriptEnabled: false });
  const rendered = await context.newPage();
  await rendered.setContent(answers);
  assert.match(await rendered.locator("main").innerText(), /Allowed by gate 4[^]*Denied at gate 4/);
  await context.close();
});

test("axe finds nothing, in light and dark, wide and narrow", async () => {
  for (const colorScheme of ["light", "dark"]) {
    for (const width of [1000, 360]) {
      const { page: of, close } = await open("plain", { colorScheme, viewport: { width, height: 800 }, bypassCSP: true });
      await of.addStyleTag({ content: ":root{color-scheme:light dark;background:Canvas;color:CanvasText}" });
      await verdict(of);
      await of.getByText("Why").click();
      await of.evaluate(AXE);
      const { violations } = await of.evaluate(() => axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
      assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html)}`), [], `${colorScheme} ${width}`);
      const overflow = await of.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(overflow <= 0, `${width}: ${overflow} too wide`);
      await close();
    }
  }
});

test("printed, the reasons are there without being opened", async () => {
  const { page: of, close } = await open("plain");
  await verdict(of);
  const isShown = () => of.locator("aksess-trace details li").first().evaluate((node) => node.checkVisibility({ contentVisibilityAuto: true }));
  assert.equal(await isShown(), false);
  await of.emulateMedia({ media: "print" });
  assert.equal(await isShown(), true);
  await close();
});
