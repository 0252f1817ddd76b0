// Does the page answer, explain, and lead to the line, for the mouse and for the keyboard?

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { choose, cursorAt, marked, openExample, paste, text, type, verdict, view } from "./page.mjs";
import { onPage } from "./site.mjs";

// as `kubectl get clusterroles,clusterrolebindings,roles,rolebindings -A -o yaml` prints it
const LIST = `apiVersion: v1
items:
- apiVersion: rbac.authorization.k8s.io/v1
  kind: ClusterRole
  metadata:
    creationTimestamp: "2026-01-07T09:14:41Z"
    name: node-reader
    resourceVersion: "81"
    uid: 0b6a5a6c-9b0b-4f6e-8e57-0a3c5f1d2e11
  rules:
  - apiGroups:
    - ""
    resources:
    - nodes
    verbs:
    - get
- apiVersion: rbac.authorization.k8s.io/v1
  kind: Role
  metadata:
    creationTimestamp: "2026-01-07T09:14:41Z"
    name: pod-reader
    namespace: dev
    resourceVersion: "82"
    uid: 0b6a5a6c-9b0b-4f6e-8e57-0a3c5f1d2e12
  rules:
  - apiGroups:
    - ""
    resources:
    - pods
    - pods/log
    verbs:
    - get
    - list
- apiVersion: rbac.authorization.k8s.io/v1
  kind: RoleBinding
  metadata:
    creationTimestamp: "2026-01-07T09:14:41Z"
    name: alice-reads
    namespace: dev
    resourceVersion: "83"
    uid: 0b6a5a6c-9b0b-4f6e-8e57-0a3c5f1d2e13
  roleRef:
    apiGroup: rbac.authorization.k8s.io
    kind: Role
    name: pod-reader
  subjects:
  - apiGroup: rbac.authorization.k8s.io
    kind: User
    name: alice
kind: List
metadata:
  resourceVersion: ""
`;
const lineOf = (text, part) => text.slice(0, text.indexOf(part)).split("\n").length;

async function ask(page, user, verb, resource, namespace) {
  await choose(page, "user", user);
  await choose(page, "verb", verb);
  await choose(page, "resource", resource);
  await choose(page, "namespace", namespace);
}

onPage("pasted manifests: the question, the verdict, the reasons, the line", async (page) => {
  await paste(page, LIST);
  await ask(page, "alice", "list", "pods", "dev");
  assert.equal((await verdict(page)).word, "Allowed");
  assert.match((await verdict(page)).message, /RBAC: allowed by RoleBinding "alice-reads\/dev" of Role "pod-reader" to User "alice"/);
  const tree = page.locator(".tree");
  await tree.locator(".row", { hasText: "RoleBinding alice-reads in dev" }).waitFor();
  await tree.locator(".row", { hasText: "yes: Role pod-reader" }).waitFor();
  const rule = tree.locator(".row", { hasText: "rule 1 of 1" });
  assert.match(await rule.textContent(), /get, list on pods, pods\/log in API group "" \(core\)/);

  await rule.getByRole("button").click();
  const line = lineOf(LIST, "  - apiGroups:\n    - \"\"\n    resources:\n    - pods");
  assert.equal((await marked(page)).first, line);
  assert.match(await rule.getByRole("button").textContent(), new RegExp(`:${line}$`));
  await page.keyboard.press("e");
  await page.waitForFunction((line) => {
    const { state } = document.querySelector(".rich").editor;
    return state.doc.lineAt(state.selection.main.head).number === line;
  }, line);
  await page.keyboard.press("Escape");
  await page.locator(".tree .row.cur", { hasText: "rule 1 of 1" }).waitFor();

  await choose(page, "verb", "delete");
  const denied = await verdict(page);
  assert.equal(denied.word, "Denied");
  assert.equal(denied.message, 'Error from server (Forbidden): pods is forbidden: User "alice" cannot delete resource "pods" in API group "" in the namespace "dev"');
  const near = page.locator(".miss > li").first();
  assert.match(await near.textContent(), /alice-reads/);
  assert.match(await near.textContent(), /get, list.*delete/);
  assert.equal((await marked(page)).first, lineOf(LIST, "    - get\n    - list"));
});

onPage("a document that cannot be read is told with its line, and the others count", async (page) => {
  await paste(page, `${LIST}---\nkind: Role\nmetadata: [\n`);
  await ask(page, "alice", "list", "pods", "dev");
  assert.equal((await verdict(page)).word, "Allowed");
  const note = page.locator(".note.error").first();
  const [line] = (await note.locator(".at").textContent()).split(":");
  assert.ok(Number(line) >= lineOf(`${LIST}---`, "---"), `line ${line}`);
  await note.click();
  assert.equal((await marked(page)).first, Number(line));
  await page.locator(".file", { hasText: "1 error" }).waitFor();
});

onPage("the cursor marks what the trace says about its line", async (page) => {
  await paste(page, LIST);
  await ask(page, "alice", "list", "pods", "dev");
  await page.locator("#editor").focus();
  const target = LIST.indexOf("    name: alice-reads");
  await cursorAt(page, target);
  await page.keyboard.press("ArrowRight");
  await page.locator(".tree .row.cur", { hasText: "RoleBinding alice-reads" }).waitFor();
  // typing elsewhere does not move the text under the hands
  const before = await page.locator(".cm-scroller").evaluate((frame) => frame.scrollTop);
  await page.keyboard.type(" ");
  assert.equal(await page.locator(".cm-scroller").evaluate((frame) => frame.scrollTop), before);
  assert.equal(await page.evaluate(() => document.activeElement.id), "editor");
});

onPage("every example is in the gallery, and those that are opened answer as they expect", async (page) => {
  const folder = new URL("../scenarios/", import.meta.url);
  const files = readdirSync(folder, { recursive: true }).filter((file) => file.endsWith(".yaml"));
  assert.ok(files.length >= 40);
  await view(page, "examples");
  await page.locator(".gallery .entry").first().waitFor();
  assert.equal(await page.locator(".gallery .entry").count(), files.length);
  const expected = await page.locator(".gallery .entry").evaluateAll((all) =>
    all.map((of) => ({ title: of.querySelector("b").textContent, word: of.querySelector(".sr")?.textContent ?? "" })));
  // the engine's own tests run all of them; here one of every few shows that they open
  for (const [at, { title, word }] of expected.entries()) {
    if (at % 9) continue;
    await view(page, "examples");
    await page.locator(".gallery .entry").nth(at).click();
    await page.locator("main.journey").waitFor();
    if (word) assert.equal(`${(await verdict(page)).word}: `, word, title);
    assert.equal(await page.locator(".questions .entry small.tag").count(), 0, `${title}: as expected`);
  }
});

onPage("each question of an example can be asked", async (page) => {
  const questions = page.locator(".questions .entry");
  for (let at = 0; at < (await questions.count()); at += 1) {
    const expected = (await questions.nth(at).locator(".tag").textContent()).replace("expected: ", "");
    await questions.nth(at).click();
    assert.equal((await verdict(page)).word, expected);
    assert.equal(await questions.nth(at).getAttribute("aria-current"), "true");
  }
});

onPage("groups, paths and parts as typed", async (page) => {
  await paste(page, LIST);
  await choose(page, "user", "system:serviceaccount:dev:web");
  const groups = () => page.locator(".member bdi").allTextContents();
  assert.deepEqual(await groups(), ["system:serviceaccounts", "system:serviceaccounts:dev", "system:authenticated"].concat((await groups()).slice(3)));
  await choose(page, "group", "ops");
  assert.ok((await groups()).includes("ops"));
  await page.getByRole("button", { name: "Remove the group ops" }).click();
  assert.ok(!(await groups()).includes("ops"));

  await choose(page, "user", "alice");
  await choose(page, "resource", "deployments");
  assert.equal(await page.locator("#api-group bdi").textContent(), "apps");
  await choose(page, "resource", "pods/log");
  assert.equal(await page.locator("#subresource bdi").textContent(), "log");
  assert.equal(await page.locator("#api-group bdi").textContent(), "core");

  await page.locator("#about-path").check();
  await choose(page, "verb", "get");
  await choose(page, "path", "healthz");
  assert.match((await verdict(page)).message, /User "alice" cannot get path "\/healthz"/);
});

onPage("files are read in the tab, UTF-16 too, and stay apart", async (page) => {
  const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(LIST.replaceAll("\n", "\r\n"), "utf16le")]);
  await page.locator("#files").setInputFiles([
    { name: "cluster.yaml", mimeType: "text/yaml", buffer: utf16 },
    { name: "cluster.yaml", mimeType: "text/yaml", buffer: Buffer.from("kind: [\n") },
  ]);
  await page.locator(".file").nth(1).waitFor();
  assert.deepEqual(await page.locator(".file b").allTextContents(), ["cluster.yaml", "cluster-2.yaml"]);
  await ask(page, "alice", "list", "pods", "dev");
  assert.equal((await verdict(page)).word, "Allowed");
  assert.equal(await page.locator(".file small").first().textContent(), "1 ClusterRole, 1 Role, 1 RoleBinding");
  await page.getByRole("button", { name: "Remove cluster-2.yaml" }).click();
  await page.locator(".file").nth(1).waitFor({ state: "detached" });
  assert.equal(await text(page), LIST);
});

onPage("dropped files are read too", async (page) => {
  await page.evaluate((text) => {
    const data = new DataTransfer();
    data.items.add(new File([text], "dropped.yaml"));
    const event = (type) => new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true });
    document.body.dispatchEvent(event("dragover"));
    document.body.dispatchEvent(event("drop"));
  }, LIST);
  await page.locator(".file", { hasText: "dropped.yaml" }).waitFor();
  assert.equal(await text(page), LIST);
  assert.equal(await page.locator("html[data-drop]").count(), 0);
});

onPage("a line of kubectl shows its requests, and can be asked as a sentence", async (page) => {
  await openExample(page, "drain and cordon");
  await page.locator(".questions .entry", { hasText: "drain node-1" }).first().click();
  assert.equal((await verdict(page)).word, "Denied");
  const steps = page.locator(".step button");
  assert.ok((await steps.count()) > 1);
  assert.match(await page.locator(".step [aria-current]").textContent(), /denied: list pods/);
  await steps.first().click();
  assert.equal(await steps.first().getAttribute("aria-current"), "true");
  await page.getByRole("button", { name: "ask the sentence instead" }).click();
  assert.equal(await steps.count(), 0);
});

onPage("the answer can be copied", async (page) => {
  await page.getByRole("button", { name: "Copy answer" }).click();
  await page.getByRole("button", { name: "Copied" }).waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(copied, /^Denied at gate 4, Kubernetes RBAC\n/);
  assert.match(copied, /seed-004-dev-and-sre\.yaml:20/);
});

onPage("the keyboard alone is enough", async (page) => {
  const focused = () => page.evaluate(() => document.activeElement.id);
  for (let presses = 0; (await focused()) !== "verb"; presses += 1) {
    assert.ok(presses < 30, "the verb is reached with Tab");
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("Enter");
  await page.locator("#verb-field").waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.locator("#verb-field").waitFor({ state: "detached" });
  assert.equal(await page.locator("#verb bdi").textContent(), "create");
  assert.equal(await focused(), "verb");

  await page.keyboard.press("Enter");
  await page.locator("#verb-field").fill("frobnicate");
  await page.locator("[role=option][aria-selected=true]", { hasText: "as typed" }).waitFor();
  await page.keyboard.press("Escape");
  await page.locator("#verb-field").waitFor({ state: "detached" });
  assert.equal(await page.locator("#verb bdi").textContent(), "create");

  await page.keyboard.press("e");
  assert.equal(await focused(), "editor");
  await page.keyboard.press("Escape");
  assert.equal(await focused(), "verb");
  await page.keyboard.press("t");
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "light");
  await page.keyboard.press("?");
  await page.locator("#keys").waitFor();
  await page.keyboard.press("Escape");
  await page.locator("#keys").waitFor({ state: "hidden" });
});

onPage("the theme is kept", async (page) => {
  await page.locator("#theme").click();
  await page.locator("#theme").click();
  await page.reload();
  await page.locator("#answer h1").waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "dark");
  assert.equal(await page.evaluate(() => Object.keys(localStorage).join()), "aksess-theme");
});

onPage("ten thousand lines stay usable", async (page) => {
  const one = LIST.slice(LIST.lastIndexOf("- apiVersion"), LIST.indexOf("kind: List"));
  const bindings = Array.from({ length: 800 }, (_, at) => one.replaceAll("alice", `user-${at}`));
  await paste(page, LIST.replace("kind: List", () => `${bindings.join("")}kind: List`));
  assert.ok((await text(page)).split("\n").length > 10_000);
  await ask(page, "alice", "list", "pods", "dev");
  assert.equal((await verdict(page)).word, "Allowed");
  assert.ok((await page.evaluate(() => document.querySelectorAll("*").length)) < 1000, "few nodes");
  await page.locator("#editor").focus();
  await page.keyboard.press("Control+Home");
  await page.keyboard.type("# typed");
  await page.locator("#answer:not(.behind) h1").waitFor();
  assert.match(await text(page), /^# typedapiVersion/);
});

for (const width of [390, 768, 1024, 1440]) {
  onPage(`nothing is wider than a window of ${width}`, async (page) => {
    const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.equal(await overflow(), 0);
    await choose(page, "user", "system:serviceaccount:a-namespace-with-a-long-name:the-controller-that-does-nearly-everything-here");
    await choose(page, "namespace", "another-namespace-with-a-rather-long-name-that-goes-on-and-on");
    assert.equal(await overflow(), 0);
    for (const slot of ["namespace", "group", "name"]) {
      await page.locator(`#${slot}`).click();
      await page.locator(`#${slot}-field`).waitFor();
      assert.equal(await overflow(), 0, slot);
      await page.keyboard.press("Escape");
    }
  }, { viewport: { width, height: 844 } });
}
