// How long does the page take in Chromium? Prints what `make bench` tells of it:
//   node tests/browser/bench.mjs
//
// Each figure is what someone waits for: from the event until the answer stands in the document. The longest task is
// what the browser calls one: anything above 50 ms during which it answers nobody.

import { performance } from "node:perf_hooks";
import { launch, open, serve, view } from "./page.mjs";

const ASKED = 41;

/** Roles and bindings as a dump prints them, of about that many bytes. */
function dump(bytes) {
  const parts = [];
  for (let size = 0, at = 0; size < bytes; at += 1) {
    const namespace = `team-${at % 40}`;
    const part = `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: role-${at}
  namespace: ${namespace}
rules:
- apiGroups:
  - ""
  resources:
  - pods
  - configmaps
  verbs:
  - get
  - list
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: binding-${at}
  namespace: ${namespace}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: role-${at}
subjects:
- apiGroup: rbac.authorization.k8s.io
  kind: User
  name: user-${at % 100}
---
`;
    parts.push(part);
    size += part.length;
  }
  return parts.join("");
}

const server = await serve();
const browser = await launch();
const figures = [];
const tell = (what, value, limit) => {
  figures.push({ what, value, limit });
  console.log(`${what}: ${value} (${limit})`);
};
const ms = (of) => `${of.toFixed(of < 10 ? 1 : 0)} ms`;
const sorted = (of) => [...of].sort((a, b) => a - b);
const at = (of, share) => sorted(of)[Math.min(of.length - 1, Math.floor(of.length * share))];

/** In the page: does something and waits until what follows stands there; the longest task beside. */
async function timed(page, act) {
  return page.evaluate(async (act) => {
    const tasks = [];
    const watch = new PerformanceObserver((list) => tasks.push(...list.getEntries().map((of) => of.duration)));
    watch.observe({ entryTypes: ["longtask"] });
    const frame = () => new Promise((shown) => requestAnimationFrame(() => setTimeout(shown, 0)));
    // the page draws in a microtask; a message comes after it and before the next frame
    const drawn = () => new Promise((on) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = on;
      port2.postMessage(0);
    });
    const begin = performance.now();
    await new Function(`return (async () => { ${act} })()`)();
    await drawn();
    while (document.querySelector("#answer.behind")) await frame();
    const took = performance.now() - begin;
    await new Promise((rested) => setTimeout(rested, 60));
    watch.disconnect();
    return { took, longest: Math.max(0, ...tasks) };
  }, act);
}

{
  const context = await browser.newContext();
  const page = await context.newPage();
  const begin = performance.now();
  await page.goto(server.url);
  await page.locator("#answer h1").waitFor();
  const shown = performance.now() - begin;
  const there = await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0);
  tell("page: from nothing to an answer", ms(shown), "at most 1 s");
  tell("page: first paint", ms(there), "");
  await context.close();
}

for (const [name, size, limit] of [["64 kB", 64_000, "16 ms median, 33 ms p95"], ["1 MB", 1_000_000, "at most 250 ms, no task over 50 ms"]]) {
  const { page } = await open(browser, server.url);
  const buffer = Buffer.from(dump(size));
  await page.locator("#files").setInputFiles({ name: "dump.yaml", mimeType: "text/yaml", buffer });
  await page.locator(".file b", { hasText: "dump.yaml" }).waitFor();
  await page.locator("#answer:not(.behind)").waitFor();
  const questions = [];
  for (let number = 0; number < ASKED; number += 1) {
    const text = `pods is forbidden: User "user-${number % 100}" cannot list resource "pods" in API group "" in the namespace "team-${number % 40}"`;
    const act = `
      const field = document.querySelector("#line");
      field.value = ${JSON.stringify(text)};
      field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertFromPaste" }));`;
    questions.push((await timed(page, act)).took);
  }
  tell(`${name}: change of the request`, `${ms(at(questions, 0.5))} median, ${ms(at(questions, 0.95))} p95`, "16 ms median, 33 ms p95");
  const changes = [];
  for (let number = 0; number < 11; number += 1) {
    const act = `document.querySelector(".rich").editor.dispatch({ changes: { from: 0, insert: "# ${number}\\n" } });`;
    changes.push(await timed(page, act));
  }
  const took = changes.map((of) => of.took);
  const longest = Math.max(...changes.map((of) => of.longest));
  tell(`${name}: change of the text`, `${ms(at(took, 0.5))} median, ${ms(at(took, 0.95))} p95, longest task ${ms(longest)}`, limit);
  await page.context().close();
}

{
  const { page } = await open(browser, server.url);
  // the file is made in the page: sending it there would be measured, too
  const took = await page.evaluate(async (make) => {
    const text = new Function(`${make}; return dump(10_000_000);`)();
    const data = new DataTransfer();
    data.items.add(new File([text], "large.yaml"));
    const begin = performance.now();
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
    const isThere = () => [...document.querySelectorAll(".file b")].some((of) => of.textContent === "large.yaml") && !document.querySelector("#answer.behind");
    while (!isThere()) await new Promise((shown) => setTimeout(shown, 5));
    return performance.now() - begin;
  }, dump.toString());
  tell("10 MB dropped: to the verdict", ms(took), "at most 2 s");
  await page.context().close();
}

{
  const { page } = await open(browser, server.url);
  const subjects = Array.from({ length: 100 }, (_, at) => `- {kind: User, name: user-${at}}`).join("\n");
  const resources = Array.from({ length: 200 }, (_, at) => `thing-${at}`).join(", ");
  const text = `kind: ClusterRole\napiVersion: rbac.authorization.k8s.io/v1\nmetadata: {name: many}\nrules:\n- {apiGroups: [example.com], resources: [${resources}], verbs: [get, list, watch]}\n---\nkind: ClusterRoleBinding\napiVersion: rbac.authorization.k8s.io/v1\nmetadata: {name: many}\nroleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: many}\nsubjects:\n${subjects}\n`;
  await page.locator("#files").setInputFiles({ name: "many.yaml", mimeType: "text/yaml", buffer: Buffer.from(text) });
  await page.locator(".file b", { hasText: "many.yaml" }).waitFor();
  await view(page, "access");
  const open_ = [];
  for (let number = 0; number < 11; number += 1) {
    await page.locator("#tab-who").click();
    open_.push((await timed(page, `document.querySelector("#tab-matrix").click();`)).took);
  }
  tell("matrix 100 × 200 × 8: opened", `${ms(at(open_, 0.5))} median`, "at most 20 ms");
  await page.context().close();
}
await browser.close();
server.close();
