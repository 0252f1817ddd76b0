// Does what is open come back: by a link, in the tab, from a file? And do names stay at home when asked?

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { VIEW, choose, line, open, openExample, paste, text, verdict, view } from "./page.mjs";
import { browser, onPage, server } from "./site.mjs";

async function share(page) {
  await page.locator("#share").click();
  await page.locator(".sent", { hasText: "Link copied" }).waitFor();
  return page.evaluate(() => navigator.clipboard.readText());
}

onPage("a link brings documents, question and view, and asks nothing of anyone", async (page) => {
  await openExample(page, "Two bindings grant the same");
  await choose(page, "verb", "delete");
  await view(page, "orders");
  const before = { text: await text(page), verdict: await verdict(page) };
  const link = await share(page);
  assert.match(link, /#s=[\w-]+$/);
  const { page: other, problems } = await open(browser, link);
  await other.locator("main.orders").waitFor();
  assert.equal(await text(other), before.text);
  assert.equal(await other.locator("#verb bdi").textContent(), "delete");
  await view(other, "journey");
  assert.deepEqual(await verdict(other), before.verdict);
  assert.deepEqual(problems, []);
  await other.context().close();
  // what is changed is no longer what the link holds
  await choose(page, "verb", "list");
  await page.waitForFunction(() => location.hash === "");
});

onPage("lines, tokens and orders survive a link", async (page) => {
  const file = new URL("../scenarios/chain/seed-004-walkthrough.yaml", import.meta.url);
  await page.locator("#files").setInputFiles({ name: "walk.yaml", mimeType: "text/yaml", buffer: readFileSync(file) });
  await page.locator(".file b", { hasText: "walk.yaml" }).waitFor();
  const questions = page.locator(".questions .entry");
  const last = (await questions.count()) - 1;
  await questions.nth(last).click();
  await choose(page, "order", "Azure exclusive");
  const now = () => page.locator("#answer").textContent();
  const before = await now();
  const link = await share(page);
  const { page: other } = await open(browser, link);
  await other.locator(".file b", { hasText: "walk.yaml" }).waitFor();
  assert.equal(await other.locator("#answer").textContent(), before);
  assert.equal(await other.locator("#order bdi").textContent(), "Azure exclusive");
  await other.context().close();
});

const CREDENTIAL = "s3cr3t-Zm9vYmFy";
const HOLDING = {
  [`kubectl get pods -n dev --as bob --token=${CREDENTIAL}`]: /user: "bob"/,
  [`TOKEN=${CREDENTIAL} kubectl delete pod web-0 -n dev`]: /verb: "delete"/,
  [`kubectl exec web-0 -n dev -- mysql -p${CREDENTIAL}`]: /subresource: "exec"|name: "web-0"/,
  [`curl -k -H 'X-Auth: ${CREDENTIAL}' https://10.0.0.1/api/v1/namespaces/dev/pods`]: /resource: "pods"/,
  [`curl https://alice:${CREDENTIAL}@10.0.0.1/api/v1/namespaces/dev/pods`]: /resource: "pods"/,
  [`kubectl create secret generic db -n dev --from-literal=key=${CREDENTIAL}`]: /resource: "secrets"/,
};

onPage("what may be a credential of a line is in no link, no file, no title, and not kept", async (page) => {
  await paste(page, VIEW);
  const asked = [];
  for (const [written, asks] of Object.entries(HOLDING)) {
    await line(page, written);
    const said = await verdict(page);
    await page.waitForFunction(() => Object.keys(localStorage).some((name) => name.startsWith("aksess-work-")));
    await page.locator("#share").click();
    await page.locator(".sent", { hasText: "may hold a credential and is not in it" }).waitFor();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    await page.locator("#save").click();
    const [file] = await Promise.all([page.waitForEvent("download"), page.locator("#save-scenario").click()]);
    const saved = readFileSync(await file.path(), "utf8");
    await page.keyboard.press("Escape");
    assert.match(saved, asks, written);
    const kept = await page.evaluate(() => Object.values({ ...localStorage }).join("\n") + document.title);
    const linked = await page.evaluate(async (packed) => {
      const bytes = Uint8Array.from(atob(packed.replaceAll("-", "+").replaceAll("_", "/")), (of) => of.charCodeAt(0));
      return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"))).text();
    }, link.split("#s=")[1]);
    assert.match(linked, /kind: Scenario/);
    for (const text of [linked, saved, kept]) assert.ok(!text.includes(CREDENTIAL), `${written}: ${text.slice(-600)}`);
    asked.push({ link, said });
  }
  // a group of that name is no header
  const said = 'roles.rbac.authorization.k8s.io is forbidden: User "zoe" cannot list resource "roles" in API group "rbac.authorization.k8s.io" in the namespace "dev"';
  await line(page, said);
  await page.locator("#share").click();
  await page.locator(".sent", { hasText: "holds everything" }).waitFor();
  // as someone else, still
  const [{ link, said: before }] = asked;
  const { page: other } = await open(browser, link);
  assert.deepEqual(await verdict(other), before);
  await other.context().close();
});

test("a link of anybody's making changes nothing, however it is made", async () => {
  for (const hash of ["#s=", "#s=!!!", "#s=AAAA", "#x", "#s=q1bKU7IyrAUA", `#s=${"A".repeat(100_000)}`]) {
    const { page, problems } = await open(browser, `${server.url}${hash}`);
    assert.equal(await page.locator(".file b").textContent(), "seed-004-dev-and-sre.yaml", hash.slice(0, 20));
    assert.deepEqual(problems, []);
    await page.context().close();
  }
});

test("what a link unpacks to is bounded", async () => {
  const { page } = await open(browser, server.url);
  const bomb = await page.evaluate(async () => {
    const text = new Blob(Array.from({ length: 200 }, () => new Uint8Array(1_000_000)));
    const packed = await new Response(text.stream().pipeThrough(new CompressionStream("deflate-raw"))).arrayBuffer();
    const letters = Array.from(new Uint8Array(packed), (of) => String.fromCharCode(of)).join("");
    return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  });
  await page.context().close();
  const { page: other } = await open(browser, `${server.url}#s=${bomb}`);
  assert.equal(await other.locator(".file b").textContent(), "seed-004-dev-and-sre.yaml");
  await other.context().close();
});

onPage("redacted, the same request gets the same answer under other names", async (page) => {
  const before = await verdict(page);
  await page.locator("#redact").click();
  await page.locator(".complaint", { hasText: "pseudonyms" }).waitFor();
  const after = await verdict(page);
  assert.equal(after.word, before.word);
  const all = await page.evaluate(() => document.body.textContent);
  const shown = await text(page);
  for (const name of ["aksdev", "contoso", "dev-user-access", "99999999"]) {
    assert.ok(!shown.includes(name) && !all.includes(name), name);
  }
  assert.match(after.message, /cannot list resource "pods" in API group "" at the cluster scope/);
  await page.locator("#undo").click();
  assert.deepEqual(await verdict(page), before);
  // the verdict stands before the editor has the text again
  await page.waitForFunction(() => document.querySelector(".rich").editor.state.doc.toString().includes("dev-user-access"));
});

onPage("loading the page again brings back what was open; another tab starts with the example", async (page) => {
  await paste(page, "kind: Role\n");
  await page.waitForFunction(() => Object.keys(localStorage).some((name) => name.startsWith("aksess-work-")));
  await page.reload();
  await page.locator(".rich .cm-content").waitFor();
  await page.waitForFunction(() => document.querySelector(".rich").editor.state.doc.toString() === "kind: Role\n");
  const tab = await page.context().newPage();
  await tab.goto(server.url);
  await tab.locator(".rich .cm-content").waitFor();
  assert.match(await text(tab), /dev-user-access/);
  await tab.locator("#save").click();
  await tab.locator("#last").click();
  await tab.waitForFunction(() => document.querySelector(".rich").editor.state.doc.toString() === "kind: Role\n");
  await page.locator("#save").click();
  await page.locator("#fresh").click();
  await page.waitForFunction(() => document.querySelector(".rich").editor.state.doc.toString().includes("dev-user-access"));
});

onPage("a saved scenario opens with its question, and expects today's answer", async (page) => {
  await choose(page, "namespace", "sre");
  const download = async (id) => {
    if (!(await page.locator("#save-menu").isVisible())) await page.locator("#save").click();
    const [file] = await Promise.all([page.waitForEvent("download"), page.locator(id).click()]);
    return readFileSync(await file.path(), "utf8");
  };
  const saved = await download("#save-scenario");
  assert.match(saved, /^kind: Scenario\n/);
  assert.match(saved, /expect: Deny\n {2}by: no-grant\n/);
  const json = JSON.parse(await download("#save-json"));
  assert.equal(json.decision, "Deny");
  assert.equal(json.gates.length, 4);
  const markdown = await download("#save-markdown");
  assert.match(markdown, /^# Denied at gate 4, Kubernetes RBAC\n/);
  assert.match(markdown, /\nWhat `aksdev@contoso\.com` reads:\n/);
  assert.match(markdown, /\n- ✕ list pods in sre\n/);
  assert.equal(await download("#save-documents"), await text(page));

  await page.keyboard.press("Escape");
  await page.locator("#files").setInputFiles({ name: "saved.yaml", mimeType: "text/yaml", buffer: Buffer.from(saved) });
  await page.locator(".file b", { hasText: "saved.yaml" }).waitFor();
  assert.equal(await page.locator("#namespace bdi").textContent(), "sre");
  assert.equal(await page.locator(".questions .entry small.tag").count(), 0);
});

onPage("undo takes back what typing did not do", async (page) => {
  const before = await text(page);
  await openExample(page, "Two bindings grant the same");
  await page.locator("#new").click();
  await page.locator("#undo").click();
  await page.waitForFunction(() => document.querySelector(".rich").editor.state.doc.toString().length > 10);
  await page.locator("#answer").focus();
  await page.keyboard.press("u");
  await page.waitForFunction((before) => document.querySelector(".rich").editor.state.doc.toString() === before, before);
  assert.equal(await page.locator("#undo").count(), 0);
});

const HOSTILE = {
  "markup": `<img src=x onerror=alert(1)><script>alert(2)</script>`,
  "ten kilobytes": "n".repeat(10_000),
  "right to left": "\u202eadmin\u2066 \u05d0\u05d1\u05d2",
};
for (const [kind, name] of Object.entries(HOSTILE)) {
  onPage(`hostile names are text: ${kind}`, async (page) => {
    const quoted = JSON.stringify(name);
    await paste(page, `kind: RoleBinding
apiVersion: rbac.authorization.k8s.io/v1
metadata: {name: ${quoted}, namespace: dev}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: ${quoted}}
subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: alice}]
---
kind: Role
apiVersion: rbac.authorization.k8s.io/v1
metadata: {name: ${quoted}, namespace: dev}
rules: [{apiGroups: [""], resources: [pods], verbs: [get]}]
`);
    await choose(page, "user", "alice");
    await choose(page, "verb", "get");
    await choose(page, "namespace", "dev");
    assert.equal((await verdict(page)).word, "Allowed");
    for (const word of ["access", "findings", "orders", "scopes", "journey"]) {
      await view(page, word);
      assert.equal(await page.locator("main img:not(.cm-widgetBuffer), main script").count(), 0);
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.equal(sideways, 0, word);
    }
    assert.ok((await page.locator("#walk .node title").allTextContents()).some((of) => of.includes(name)));
    const link = await share(page);
    const { page: other } = await open(browser, link);
    assert.equal((await verdict(other)).word, "Allowed");
    await other.context().close();
  });
}

test("nothing is asked of anyone but the page's own files, and it works when the network is gone", async () => {
  const { page, problems } = await open(browser, server.url);
  const isKept = () => page.evaluate(async () => {
    const [page, list] = await Promise.all([caches.match(location.href), caches.match(new URL("examples.json", location.href))]);
    return Boolean(page && list && navigator.serviceWorker.controller);
  });
  for (let asked = 0; !(await isKept()); asked += 1) assert.ok(asked < 5000, "a copy is kept");
  await page.context().setOffline(true);
  await view(page, "examples");
  await page.locator(".gallery .entry").first().waitFor();
  await openExample(page, "Two bindings grant the same");
  assert.equal((await verdict(page)).word, "Allowed");
  await page.reload();
  await page.locator("#answer h1").waitFor();
  await page.locator(".rich .cm-content").waitFor();
  // one's own work needs more of the program than the page does to open
  await paste(page, VIEW);
  await line(page, "kubectl delete pod web-0 -n dev --as bob");
  await view(page, "findings");
  const written = await text(page);
  await page.waitForFunction(() => Object.entries({ ...localStorage }).some(([name, kept]) => name.startsWith("aksess-work-") && kept.includes('"findings"')));
  await page.reload();
  await page.locator("main.findings").waitFor();
  await view(page, "journey");
  await page.waitForFunction(() => document.querySelector("#line")?.value.includes("delete pod"));
  await page.waitForFunction((written) => document.querySelector(".rich")?.editor?.state.doc.toString() === written, written);
  assert.deepEqual(problems, []);
  await page.context().close();
});

test("from an empty page to a verdict of one's own text in three actions", async () => {
  const { page } = await open(browser, server.url);
  const own = "kind: ClusterRoleBinding\napiVersion: rbac.authorization.k8s.io/v1\nmetadata: {name: all}\nroleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}\nsubjects: [{kind: User, name: alice}]\n";
  await paste(page, own); // New, paste
  await line(page, 'pods is forbidden: User "alice" cannot list resource "pods" in API group "" in the namespace "dev"'); // paste
  assert.match(await page.locator("#answer").textContent(), /^Denied/);
  await page.locator(".miss li", { hasText: "cluster-admin" }).waitFor();
  await page.context().close();
});
