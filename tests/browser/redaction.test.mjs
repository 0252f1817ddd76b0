// Do names stay at home when asked? What a link holds after redaction is unpacked and searched for what was planted.

import assert from "node:assert/strict";
import { inflateRawSync } from "node:zlib";
import { choose, line, paste, text, type, verdict } from "./page.mjs";
import { onPage } from "./site.mjs";

const PLANTED = `# Bob1 Secretson wrote this
kind: Role
apiVersion: rbac.authorization.k8s.io/v1
metadata:
  name: "pod-reader" # owner bob2
  namespace: bob3
  annotations:
    description: |
      bob4
  labels: {owner: bob5}
rules:
- apiGroups: [""] # for bob6
  resources: [pods]
  verbs: [get, list]
---
type: Microsoft.Authorization/roleDefinitions
name: 11111111-2222-4333-8444-555555555557
properties:
  roleName: Bob7
  type: CustomRole
  description: asked by
    bob8
  permissions: []
  assignableScopes: [/]
---
kind: RoleBinding
apiVersion: rbac.authorization.k8s.io/v1
metadata: {name: bob9, namespace: bob3}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: pod-reader}
subjects:
- {apiGroup: rbac.authorization.k8s.io, kind: User, name: alice} # bob10
---
kind: ConfigMap
apiVersion: v1
metadata: {name: bob11, namespace: bob3}
data: {password: bob12, server: "https://bob13.example"}
`;

/** What the link that is copied holds. */
async function shared(page) {
  await page.locator("#redact").click();
  await page.locator(".complaint", { hasText: "pseudonyms" }).waitFor();
  await page.locator("#share").click();
  await page.locator(".sent", { hasText: "Link copied" }).waitFor();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  return inflateRawSync(Buffer.from(link.split("#s=")[1], "base64url")).toString();
}

onPage("no name, comment, description or data of the documents is in the link", async (page) => {
  await paste(page, PLANTED);
  await choose(page, "user", "alice");
  await choose(page, "namespace", "bob3");
  const before = await verdict(page);
  assert.equal(before.word, "Allowed");
  const held = await shared(page);
  assert.doesNotMatch(held, /bob|alice|pod-reader/i);
  assert.equal((await verdict(page)).word, "Allowed");
});

onPage("what stands only in the question gets pseudonyms too", async (page) => {
  const planted = { user: "bob.smith", namespace: "payroll-prod", name: "secret-project-x", group: "vip-team" };
  for (const [slot, value] of Object.entries(planted)) await choose(page, slot, value);
  const before = await verdict(page);
  const held = await shared(page);
  const shown = await page.evaluate(() => document.body.textContent);
  for (const value of Object.values(planted)) assert.ok(!held.includes(value) && !shown.includes(value), value);
  assert.match(JSON.parse(held).ask, /"system:authenticated"/);
  assert.equal((await verdict(page)).word, before.word);
});

onPage("an audit event gives way to what was read from it", async (page) => {
  const event = {
    kind: "Event", apiVersion: "audit.k8s.io/v1", level: "Metadata", auditID: "aaaa-bbbb", stage: "ResponseComplete",
    requestURI: "/api/v1/namespaces/payroll-prod/pods?limit=500", verb: "list",
    user: { username: "carol@contoso.com", uid: "7777777", groups: ["payroll-admins", "system:authenticated"] },
    sourceIPs: ["203.0.113.77"], userAgent: "kubectl/v1.36 (carols-laptop)",
    objectRef: { resource: "pods", namespace: "payroll-prod", apiVersion: "v1" }, responseStatus: { code: 403 },
  };
  await line(page, JSON.stringify(event));
  const { ask } = JSON.parse(await shared(page));
  assert.doesNotMatch(ask, /carol|contoso|payroll|203\.0|laptop|7777777|pasted/);
  assert.match(ask, /verb: "?list"?\n {2}resource: "?pods"?\n {2}namespace: /);
  // a line of which every word is known or has a pseudonym stays a line
  await line(page, "kubectl get pods web-1 -n payroll-prod");
  const kept = JSON.parse(await shared(page)).ask;
  assert.doesNotMatch(kept, /web-1|payroll/);
  assert.match(kept, /kubectl get pods [a-z]+-\d+ -n [a-z]+-\d+/);
});

onPage("a line that cannot be rewritten gives way to what it asks, as the same someone else", async (page) => {
  await line(page, "kubectl get pods -n payroll-prod --as carol --token=s3cr3t-Zm9vYmFy");
  const { ask } = JSON.parse(await shared(page));
  assert.doesNotMatch(ask, /carol|payroll|s3cr3t|kubectl|pasted/);
  assert.match(ask, /impersonate: .*person-\d/);
});

onPage("that names are replaced is told only as long as it is true", async (page) => {
  const told = page.locator(".complaint", { hasText: "pseudonyms" });
  for (const change of [() => type(page, "kind: Role\n"), () => choose(page, "user", "real.person")]) {
    await page.locator("#redact").click();
    await told.waitFor();
    await change();
    await told.waitFor({ state: "detached" });
  }
  assert.match(await text(page), /^kind: Role/);
});
