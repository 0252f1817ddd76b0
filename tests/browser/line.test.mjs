// Does the page read what people come with, say who else can, and know the roles of every cluster?

import assert from "node:assert/strict";
import { test } from "node:test";
import { choose, line, marked, open, paste, type, verdict, view, VIEW } from "./page.mjs";
import { browser, onPage, server } from "./site.mjs";

const DOCUMENTS = `kind: Role
apiVersion: rbac.authorization.k8s.io/v1
metadata:
  name: pod-reader
  namespace: dev
rules:
- apiGroups: [""]
  resources: [pods]
  verbs: [get, list]
---
kind: RoleBinding
apiVersion: rbac.authorization.k8s.io/v1
metadata:
  name: dev-reads
  namespace: dev
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: pod-reader
subjects:
- kind: User
  name: alice
- kind: ServiceAccount
  name: builder
---
kind: ClusterRole
apiVersion: rbac.authorization.k8s.io/v1
metadata:
  name: acts-as-alice
rules:
- apiGroups: [""]
  resources: [users]
  resourceNames: [alice]
  verbs: [impersonate]
---
kind: ClusterRoleBinding
apiVersion: rbac.authorization.k8s.io/v1
metadata:
  name: root-acts-as-alice
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: acts-as-alice
subjects:
- kind: User
  name: root
`;
const refused = (user, namespace) =>
  `Error from server (Forbidden): pods is forbidden: User "${user}" cannot list resource "pods" in API group "" in the namespace "${namespace}"`;

/** Runs a test on a page with the documents above. */
function withDocuments(name, run) {
  onPage(name, async (page) => {
    await paste(page, DOCUMENTS);
    await choose(page, "user", "root");
    await run(page);
  });
}

const slots = async (page) => {
  const words = ["user", "verb", "resource", "namespace"].map((slot) => page.locator(`#${slot} bdi`).textContent());
  return (await Promise.all(words)).join(" ");
};

withDocuments("a refusal becomes the question, and its verdict is compared", async (page) => {
  await line(page, refused("bob", "dev"));
  assert.equal(await slots(page), "bob list pods dev");
  assert.deepEqual(await verdict(page), { word: "Denied", message: refused("bob", "dev") });
  assert.equal(await page.locator(".otherwise").count(), 0);
  await line(page, refused("alice", "dev"));
  assert.equal(await slots(page), "alice list pods dev");
  assert.equal((await verdict(page)).word, "Allowed");
  assert.equal(await page.locator(".otherwise").textContent(), "The server refused this; these documents allow it.");

  // a part that is changed makes it a plain question again
  await choose(page, "namespace", "prod");
  assert.equal(await page.locator("#line").inputValue(), "");
  assert.equal((await verdict(page)).word, "Denied");
  assert.equal(await page.locator(".otherwise").count(), 0);
});

withDocuments("a line of kubectl lists its requests, also those for acting as someone else", async (page) => {
  await line(page, "$ kubectl logs web -n dev --as alice");
  assert.equal(await slots(page), "root get pods dev");
  const steps = page.locator(".requests .step");
  await steps.filter({ hasText: "allowed: impersonate users alice" }).waitFor();
  await steps.filter({ hasText: "allowed: get pods web in dev" }).waitFor();
  await steps.filter({ hasText: "denied: get pods/log web in dev" }).waitFor();
  assert.equal((await verdict(page)).word, "Denied");
  await page.getByRole("button", { name: "Ask the sentence instead" }).click();
  assert.equal(await page.locator("#line").inputValue(), "");
  assert.equal(await steps.count(), 0);
});

withDocuments("what is not understood is named, and the verdict stays", async (page) => {
  await line(page, refused("alice", "dev"));
  const before = await verdict(page);
  await line(page, "kubectl frobnicate pods");
  assert.match(await page.locator("#line-hint").textContent(), /^Not understood: frobnicate is no verb of kubectl/);
  assert.deepEqual(await verdict(page), before);
  await page.locator("#answer.behind").waitFor();
  await line(page, "the quick brown fox");
  assert.match(await page.locator("#line-hint").textContent(), /the quick brown fox.*none of what can be read/);
  assert.deepEqual(await verdict(page), before);
  await line(page, "kubectl apply -f unknown.yaml");
  assert.match(await page.locator("#line-hint").textContent(), /^Nothing to decide: what unknown\.yaml holds is not known here/);
  assert.deepEqual(await verdict(page), before);
  await page.locator("#line").fill("");
  await page.locator("#answer:not(.behind)").waitFor();
});

withDocuments("typing asks with Enter; / leads to the line and Escape back", async (page) => {
  await page.locator("#verb").focus();
  await page.keyboard.press("/");
  assert.equal(await page.evaluate(() => document.activeElement.id), "line");
  assert.equal(await page.locator("#line").inputValue(), "");
  await page.keyboard.type("kubectl get pods -n dev");
  await page.locator("#line-hint", { hasText: "Enter asks this" }).waitFor();
  await page.keyboard.press("Enter");
  await page.locator("#namespace bdi", { hasText: "dev" }).waitFor();
  assert.equal(await slots(page), "root list pods dev");
  await page.keyboard.press("Escape");
  assert.equal(await page.evaluate(() => document.activeElement.id), "verb");
});

withDocuments("who can: through which binding, on which line, and asked as one of them", async (page) => {
  await line(page, "kubectl get pods -n dev");
  await view(page, "access");
  await page.locator("#tab-who").focus();
  await page.keyboard.press("ArrowRight");
  await page.locator("#what").waitFor();
  await page.keyboard.press("ArrowLeft");
  assert.equal(await page.evaluate(() => document.activeElement.id), "tab-who");
  assert.equal(await page.locator("#tab-who").textContent(), "Who can 3");
  assert.match(await page.locator("#who").textContent(), /^Who can list pods in dev\? 3 subjects, 2 paths$/);
  const rows = page.locator(".who tbody tr");
  assert.match(await rows.nth(0).textContent(), /^system:masters.*needs no binding/);
  const alice = rows.filter({ hasText: "alice" });
  assert.match(await alice.textContent(), /dev-reads.*RoleBinding in dev.*pod-reader.*get, list on pods/);
  await alice.getByRole("button", { name: /^pasted\.yaml:/ }).click();
  assert.equal((await marked(page)).first, DOCUMENTS.slice(0, DOCUMENTS.indexOf("  name: dev-reads")).split("\n").length);
  await page.locator(".who tr.cur").first().waitFor();

  await page.locator("#who-filter").fill("BUILD");
  assert.equal(await rows.count(), 1);
  await page.getByRole("button", { name: "Ask as system:serviceaccount:dev:builder" }).click();
  assert.equal(await slots(page), "system:serviceaccount:dev:builder list pods dev");
  assert.equal((await verdict(page)).word, "Allowed");
});

withDocuments("the default roles of every cluster can be added", async (page) => {
  await type(page, VIEW);
  await choose(page, "user", "alice");
  await choose(page, "namespace", "dev");
  assert.equal((await verdict(page)).word, "Denied");
  await view(page, "access");
  await page.locator(".who .after", { hasText: '"view" not found' }).waitFor();
  await view(page, "journey");
  await page.getByRole("button", { name: "Add the defaults" }).click();
  assert.equal((await verdict(page)).word, "Allowed");
  assert.equal(await page.locator("#defaults").getAttribute("aria-checked"), "true");
  assert.equal(await page.locator(".file").count(), 1);
  await page.locator("#defaults").click();
  assert.equal((await verdict(page)).word, "Denied");
  await type(page, `${VIEW}---\nkind: ClusterSettings\nkubernetesDefaults: true\n`);
  await page.locator("#defaults:disabled", { hasText: "on, as the documents say" }).waitFor();
  assert.equal((await verdict(page)).word, "Allowed");
});

for (const width of [390, 768, 1024, 1440]) {
  test(`who can fits into a window of ${width}`, async () => {
    const { page } = await open(browser, server.url, { viewport: { width, height: 844 } });
    await choose(page, "namespace", "dev");
    await page.locator("#defaults").click();
    await view(page, "access");
    await page.locator("#who").waitFor();
    await line(page, refused("a-rather-long-name-that-goes-on-and-on@department.example.org", "dev"));
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
    await page.context().close();
  });
}
