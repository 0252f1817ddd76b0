// Does every view show what it is for, and does every fact lead to its line?

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { choose, cursorAt, line, marked, openExample, paste, text, type, verdict, view } from "./page.mjs";
import { browser, onPage, server } from "./site.mjs";

const scenario = (path) => readFileSync(new URL(`../scenarios/${path}`, import.meta.url), "utf8");
const DENY = "chain/a-deny-assignment-against-a-binding.yaml";
const lineOf = (text, part) => text.slice(0, text.indexOf(part)).split("\n").length;

/** Opens a scenario file as someone would. */
async function load(page, path) {
  await page.locator("#files").setInputFiles({ name: path.split("/").pop(), mimeType: "text/yaml", buffer: Buffer.from(scenario(path)) });
  await page.locator(".file b", { hasText: path.split("/").pop() }).waitFor();
}

onPage("four gates in a row: what decided stands on the thread, what came near hangs below", async (page) => {
  const lanes = await page.locator("#walk .th:not(.num)").allTextContents();
  assert.deepEqual(lanes, ["Kubeconfig", "Authentication", "Azure RBAC", "Kubernetes RBAC"]);
  assert.match(await page.locator("#walk").getAttribute("aria-label"), /stopped at gate 4, Kubernetes RBAC/);
  assert.equal(await page.locator("#walk .post.shut").count(), 1);
  const near = page.locator("#walk .node.gh");
  assert.deepEqual(await near.locator(".name").allTextContents(), ["dev-user-access", "sre-user-access"]);
  // every node leads to its line and back
  await near.nth(1).click();
  const shown = await text(page);
  assert.equal((await marked(page)).first, lineOf(shown, "name: 99999999-0000-4000-8000-000000000055") - 2);
  assert.equal(await near.nth(1).getAttribute("aria-pressed"), "true");
  await page.locator(".questions .entry", { hasText: "create pods in dev" }).first().click();
  assert.equal((await verdict(page)).word, "Allowed");
  const decided = await page.locator("#walk .node.on .name").allTextContents();
  assert.match(decided.join(" "), /^aksdev@contoso\.com 99999999\S*…\S*00de dev-user-access dev-user-full-access \*$/);
});

onPage("a new verdict moves the text to its line and never the page", async (page) => {
  for (const at of [1, 2, 0]) {
    await page.locator(".questions .entry").nth(at).evaluate((button) => button.click());
    await page.locator(`.questions li:nth-child(${at + 1}) [aria-current]`).waitFor();
    // the editor is below the window, where it draws nothing: where its box stands is enough
    await page.waitForFunction(() => {
      const { editor } = document.querySelector(".rich");
      const number = Number(/line (\d+)/.exec(document.querySelector(".ed-h span").textContent)[1]);
      const { top, bottom } = editor.lineBlockAt(editor.state.doc.line(number).from);
      const { scrollTop, clientHeight } = editor.scrollDOM;
      return top >= scrollTop && bottom <= scrollTop + clientHeight;
    });
    assert.equal(await page.evaluate(() => scrollY), 0);
  }
}, { viewport: { width: 1024, height: 700 } });

onPage("the way is gone one step at a time", async (page) => {
  await page.locator(".questions .entry", { hasText: "create pods in dev" }).first().click();
  const told = page.locator(".told");
  for (const step of [1, 2, 3, 4, 5]) {
    await page.keyboard.press("s");
    await told.filter({ hasText: `Step ${step} of 5` }).waitFor();
  }
  assert.match(await told.textContent(), /gate 4: rule/);
  await page.keyboard.press("s");
  await told.filter({ hasText: "The request is allowed by gate 4" }).waitFor();
  assert.equal(await page.locator("#gate-4").getAttribute("aria-selected"), "true");
});

onPage("gates and near misses are reached by keys", async (page) => {
  await page.locator("#verb").focus();
  await page.keyboard.press("2");
  assert.equal(await page.locator("#gate-2").getAttribute("aria-selected"), "true");
  await page.locator("#gate-panel", { hasText: "How that came about" }).waitFor();
  await page.keyboard.press("ArrowRight");
  assert.equal(await page.evaluate(() => document.activeElement.id), "gate-3");
  await page.locator("#gate-panel", { hasText: "az aks show" }).waitFor();
  await page.keyboard.press("k");
  assert.equal(await page.locator("#gate-4").getAttribute("aria-selected"), "true");
  assert.match(await page.locator("#walk .node.cur .name").textContent(), /-user-access/);
  // one stop of the Tab key, arrows inside
  await page.locator("#walk-0").focus();
  await page.keyboard.press("ArrowRight");
  assert.equal(await page.evaluate(() => document.activeElement.id), "walk-1");
  for (const key of ["a", "f", "p", "o", "c", "x", "s", "j"]) {
    await page.keyboard.press("Escape");
    await page.keyboard.press("g");
    await page.keyboard.press(key);
  }
  await page.locator("main.journey").waitFor();
});

onPage("a deny assignment stops the request at gate 3, in the order that is chosen", async (page) => {
  await load(page, DENY);
  assert.match(await page.locator("#answer h1").textContent(), /^Denied at gate 3, by deny assignment/);
  assert.equal(await page.locator("#walk .node.dn").count(), 1);
  assert.equal(await page.locator("#gate-3").getAttribute("aria-selected"), "true");
  await page.locator("h2", { hasText: "What denies it" }).waitFor();
  const place = page.locator(".tree .row", { hasText: "dataActions" }).getByRole("button").first();
  const number = Number(/:(\d+)$/.exec(await place.textContent())[1]);
  await place.click();
  assert.equal((await marked(page)).first, number);
  await page.locator("h2", { hasText: "The three orders disagree" }).waitFor();
  await choose(page, "order", "Kubernetes first");
  assert.match(await page.locator("#answer h1").textContent(), /^Allowed by gate 4/);
  const lanes = await page.locator("#walk .th:not(.num)").allTextContents();
  assert.deepEqual(lanes.slice(2), ["Kubernetes RBAC", "Azure RBAC"]);
  await view(page, "orders");
  assert.deepEqual(await page.locator(".orders tbody th button").allTextContents(), ["Azure first", "Kubernetes first", "Azure exclusive"]);
  await page.getByRole("button", { name: "Azure exclusive" }).click();
  assert.equal((await verdict(page)).word, "Denied");
});

onPage("scopes: one shelf each, with what is assigned there", async (page) => {
  await load(page, DENY);
  await view(page, "scopes");
  const shelves = await page.locator("#shelves .th").allTextContents();
  assert.ok(shelves.length >= 4, shelves.join());
  assert.equal(await page.locator("#shelves .place.here").count(), 1);
  assert.equal(await page.locator("#shelves .bar").count(), 1);
  await page.locator("#shelves .node.dn").click();
  await page.locator("#shelves .node.dn.cur").waitFor();
  await page.locator(".tree .row.cur").first().waitFor();
});

onPage("conditions are told clause by clause", async (page) => {
  await openExample(page, "A condition that guards one action");
  await page.locator("#gate-3").click();
  await page.locator("#gate-panel .row", { hasText: /the condition (holds|does not hold)/ }).first().waitFor();
  assert.ok((await page.locator("#gate-panel .row code").count()) > 2);
});

onPage("who asks can sign in with a token, a certificate, or not at all", async (page) => {
  await load(page, "chain/seed-004-walkthrough.yaml");
  await page.locator("#about-resource").check();
  await choose(page, "user", "aksdev@contoso.com");
  await choose(page, "login", "with an Entra token");
  assert.match(await page.locator("#oid bdi").textContent(), /^[0-9a-f-]{36}$/);
  assert.deepEqual(await page.locator(".member bdi").allTextContents(), ["appdev"]);
  await choose(page, "verb", "create");
  await choose(page, "resource", "pods");
  await choose(page, "namespace", "dev");
  assert.equal((await verdict(page)).word, "Allowed");
  await page.locator("#gate-2").click();
  await page.locator(".steps li", { hasText: "token" }).first().waitFor();
  await choose(page, "login", "with a client certificate");
  await page.locator("#walk .t2", { hasText: "Client certificate" }).waitFor();
  await choose(page, "login", "with nothing");
  assert.equal(await page.locator("#user bdi").textContent(), "system:anonymous");
});

onPage("a kubeconfig and an action of Azure are questions, too", async (page) => {
  await load(page, "questions/13-contributor-can-get-admin.yaml");
  await page.locator("#about-kubeconfig").check();
  await choose(page, "kubeconfig", "admin");
  assert.match(await page.locator("#answer h1").textContent(), /Azure Resource Manager/);
  assert.equal(await page.locator("#gate-1").getAttribute("aria-selected"), "true");
  await page.locator("#gate-panel", { hasText: "listClusterAdminCredential/action" }).waitFor();
  await page.locator("#about-action").check();
  await choose(page, "action", "Microsoft.ContainerService/managedClusters/delete");
  assert.match(await page.locator("#answer h1").textContent(), /Azure Resource Manager/);
  await line(page, "az aks get-credentials --resource-group rg --name shop --admin");
  assert.ok(await page.locator("#about-kubeconfig").isChecked());
  assert.equal(await page.locator("#kubeconfig bdi").textContent(), "admin");
});

onPage("what can: every rule that reaches the caller", async (page) => {
  await choose(page, "namespace", "dev");
  await view(page, "access");
  await page.locator("#tab-what").click();
  const rows = page.locator(".who tbody tr");
  assert.equal(await rows.count(), 2);
  assert.match(await rows.first().textContent(), /dev-user-access.*RoleBinding.*dev-user-full-access/);
  await page.locator("#what-filter").fill("batch");
  assert.equal(await rows.count(), 1);
  await page.getByRole("button", { name: "Copy as table" }).click();
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /\tdev-user-access\tdev-user-full-access$/);
});

onPage("a copied table keeps its rows and columns, says whose it is, and computes nothing", async (page) => {
  const binding = (name, subjects) => `kind: RoleBinding
apiVersion: rbac.authorization.k8s.io/v1
metadata: {name: ${name}, namespace: dev}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: r}
subjects: ${JSON.stringify(subjects)}
---
`;
  const user = (name) => ({ apiGroup: "rbac.authorization.k8s.io", kind: "User", name });
  const account = (namespace) => ({ kind: "ServiceAccount", name: "builder", namespace });
  await paste(page, `${binding("a", [account("prod"), user("=1+1"), user("two\nlines\tand a tab")])}kind: Role
apiVersion: rbac.authorization.k8s.io/v1
metadata: {name: r, namespace: dev}
rules: [{apiGroups: [""], resources: [pods], verbs: [list]}]
`);
  await choose(page, "namespace", "dev");
  await view(page, "access");
  const copied = async () => {
    await page.getByRole("button", { name: "Copy as table" }).click();
    const rows = (await page.evaluate(() => navigator.clipboard.readText())).split("\n").map((row) => row.split("\t"));
    for (const row of rows) assert.equal(row.length, rows[0].length, row.join("|"));
    return rows;
  };
  const rows = await copied();
  assert.deepEqual(rows[0], ["Subject", "Namespace", "Kind", "Binding", "Binding's namespace", "Binding's kind", "Role"]);
  const named = (name) => rows.find((row) => row[0] === name);
  assert.deepEqual(named("builder"), ["builder", "prod", "ServiceAccount", "a", "dev", "RoleBinding", "r"]);
  assert.deepEqual(named("'=1+1"), ["'=1+1", "", "User", "a", "dev", "RoleBinding", "r"]);
  assert.deepEqual(named("two lines and a tab"), ["two lines and a tab", "", "User", "a", "dev", "RoleBinding", "r"]);
  await page.locator("#tab-matrix").click();
  assert.ok((await copied()).some((row) => row[0] === "'=1+1"));
});

onPage("the matrix: every cell opens its trace, for the mouse and for the keys", async (page) => {
  await choose(page, "namespace", "dev");
  await view(page, "access");
  await page.locator("#tab-matrix").click();
  const group = page.locator(".mx tbody tr", { hasText: "0000000000de" });
  assert.match(await group.locator("button").first().getAttribute("aria-label"), /^all: .*, pods: get, list, watch, create/);
  await group.locator("button").first().click();
  await page.locator(".beside .pill.ok").first().waitFor();
  await page.keyboard.press("ArrowUp");
  await page.locator(".mx tbody tr", { hasText: "000000000055" }).locator("button[aria-pressed=true]:focus").waitFor();
  await page.keyboard.press("ArrowDown");
  await page.locator(".mx tbody tr", { hasText: "0000000000de" }).locator("button[aria-pressed=true]:focus").waitFor();
  await page.getByRole("button", { name: "Journey of delete", exact: true }).click();
  assert.equal((await verdict(page)).word, "Allowed");
  assert.equal(await page.locator("#verb bdi").textContent(), "delete");
});

onPage("the matrix: a resource of two API groups is two columns, and one of the cluster is in no namespace", async (page) => {
  await paste(page, `kind: CustomResourceDefinition
apiVersion: apiextensions.k8s.io/v1
metadata: {name: widgets.example.com}
spec:
  group: example.com
  scope: Cluster
  names: {plural: widgets, singular: widget, kind: Widget}
  versions: [{name: v1, served: true, storage: true}]
---
kind: Role
apiVersion: rbac.authorization.k8s.io/v1
metadata: {name: both, namespace: dev}
rules:
- {apiGroups: [""], resources: [pods], verbs: [get]}
- {apiGroups: [metrics.k8s.io], resources: [pods], verbs: [list]}
- {apiGroups: [example.com], resources: [widgets], verbs: [get]}
---
kind: RoleBinding
apiVersion: rbac.authorization.k8s.io/v1
metadata: {name: both, namespace: dev}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: both}
subjects: [{kind: User, name: alice}]
`);
  await choose(page, "namespace", "dev");
  await view(page, "access");
  await page.locator("#tab-matrix").click();
  const cell = (name) => page.getByRole("button", { name, exact: true }).waitFor();
  await cell("1 of 8: alice, pods: get");
  await page.locator(".scroll").evaluate((frame) => frame.scrollTo(88 * 20, 0));
  await cell("1 of 8: alice, pods.metrics.k8s.io: list");
  await cell("–: alice, widgets: nothing");
});
onPage("a large matrix draws only what is in view", async (page) => {
  const many = Array.from({ length: 100 }, (_, at) => `- {kind: User, name: user-${at}}`).join("\n");
  const resources = Array.from({ length: 200 }, (_, at) => `thing-${at}`).join(", ");
  await paste(page, `kind: ClusterRole
apiVersion: rbac.authorization.k8s.io/v1
metadata: {name: many}
rules:
- {apiGroups: [example.com], resources: [${resources}], verbs: [get, list, watch]}
---
kind: ClusterRoleBinding
apiVersion: rbac.authorization.k8s.io/v1
metadata: {name: many}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: many}
subjects:
${many}
---
kind: ClusterRole
apiVersion: rbac.authorization.k8s.io/v1
metadata: {name: last}
rules: [{apiGroups: [""], resources: [pods], verbs: [delete]}]
---
kind: ClusterRoleBinding
apiVersion: rbac.authorization.k8s.io/v1
metadata: {name: last}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: last}
subjects: [{kind: User, name: user-99}]
`);
  await view(page, "access");
  await page.locator("#tab-matrix").click();
  assert.match(await page.locator("#matrix-title").textContent(), /100 subjects × 209 resources/);
  assert.ok((await page.locator(".mx button").count()) < 700);
  await page.locator(".scroll").evaluate((frame) => frame.scrollTo(88 * 150, 46 * 80));
  await page.locator(".mx th[scope=row]", { hasText: "user-80" }).waitFor();
  await page.locator(".mx thead th", { hasText: /^thing-0$/ }).waitFor({ state: "detached" });
  assert.ok((await page.locator(".mx thead th", { hasText: "thing-" }).count()) > 5);
  assert.ok((await page.locator(".mx button").count()) < 700);
  await page.locator("#matrix-filter").fill("user-99");
  await page.locator("#matrix-title", { hasText: "1 subjects" }).waitFor();
  await page.locator(".scroll").evaluate((frame) => frame.scrollTo(0, 0));
  await page.getByRole("button", { name: "1 of 8: user-99, pods: delete", exact: true }).waitFor();
});

onPage("findings: the gravest first, each with its place and what to do", async (page) => {
  await load(page, "chain/seed-004-walkthrough.yaml");
  await view(page, "findings");
  const levels = await page.locator(".finding .level").allTextContents();
  assert.ok(levels.length > 3 && levels[0] === "high", levels.join());
  const first = page.locator(".finding").first();
  assert.match(await first.locator(".do").textContent(), /^Do: /);
  await first.locator(".src").first().click();
  await page.locator(".finding.cur").first().waitFor();
  await page.locator("#findings-filter").fill("secrets");
  await page.waitForFunction((all) => document.querySelectorAll(".finding").length < all, levels.length);
});

onPage("preflight: each permission held or missing, and what would supply it", async (page) => {
  await load(page, "chain/seed-004-walkthrough.yaml");
  await view(page, "preflight");
  await page.locator(".sentence-like", { hasText: "identity.principalId" }).waitFor();
  await choose(page, "whose", "aaaaaaaa-0000-4000-8000-000000000001");
  await page.locator(".preflight .answer.no").waitFor();
  assert.ok((await page.locator(".preflight tbody tr").count()) > 2);
  assert.match(await page.locator(".supply pre").textContent(), /"(actions|Actions)"/);
});

onPage("hovering explains, and typing is completed", async (page) => {
  await page.locator(".cm-line", { hasText: "kind: RoleBinding" }).first().hover({ position: { x: 60, y: 10 } });
  await page.locator(".cm-told", { hasText: "Gives" }).waitFor();
  assert.match(await page.locator(".cm-told").textContent(), /RoleBinding: Gives a Role or a ClusterRole to subjects/);
  const begun = "kind: Role\nrules:\n- verbs: [";
  await type(page, begun);
  await page.locator("#editor").focus();
  await cursorAt(page, begun.length);
  await page.keyboard.type("wat");
  await page.locator(".cm-tooltip-autocomplete li", { hasText: "watch" }).click();
  assert.match(await text(page), /verbs: \[watch$/);
});

test("without the editor's files the plain field stays, and answers", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.route("**/editor/**", (route) => route.abort());
  await page.goto(server.url);
  await page.locator("textarea#editor").waitFor();
  await page.locator("textarea#editor").fill("kind: [\n");
  await page.locator(".note.error").waitFor();
  await context.close();
});
