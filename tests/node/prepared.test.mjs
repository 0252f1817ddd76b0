// Is a question answered alike, however it is put?
//
// Plain, prepared and in batches, by the whole package and by its small part, from documents and from a
// snapshot. Names of all kinds cross the boundary unharmed.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import test from "node:test";
import { aksess } from "./subject.mjs";

const decide = createRequire(import.meta.url)("../../pkg/decide/node/aksess.js");

const api = "rbac.authorization.k8s.io";
const binding = (name, namespace, role, subjects) => ({
  apiVersion: `${api}/v1`,
  kind: namespace ? "RoleBinding" : "ClusterRoleBinding",
  metadata: { name, ...(namespace && { namespace }) },
  roleRef: { apiGroup: api, kind: "ClusterRole", name: role },
  subjects: subjects.map(([kind, name]) => ({ apiGroup: api, kind, name })),
});
const role = (name, rules) => ({ apiVersion: `${api}/v1`, kind: "ClusterRole", metadata: { name }, rules });
const DUMP = JSON.stringify({
  apiVersion: "v1",
  kind: "List",
  items: [
    role("reader", [{ verbs: ["get", "list"], apiGroups: ["", "apps"], resources: ["pods", "*/scale"] }]),
    role("named", [{ verbs: ["delete"], apiGroups: [""], resources: ["pods"], resourceNames: ["wéb😀"] }]),
    role("paths", [{ verbs: ["get"], nonResourceURLs: ["/logs/*"] }]),
    binding("readers", "dev", "reader", [["User", "élodie😀"], ["Group", "devs"]]),
    binding("named", undefined, "named", [["User", "élodie😀"]]),
    binding("paths", undefined, "paths", [["Group", "devs"]]),
  ],
});

const users = [{ user: "élodie😀" }, { user: "bob", groups: ["x", "devs"] }, { user: "bob" }, { user: "root", groups: ["system:masters"] }];
const asked = [
  { resourceAttributes: { verb: "list", resource: "pods", namespace: "dev" } },
  { resourceAttributes: { verb: "get", group: "apps", version: "v1", resource: "deployments", subresource: "scale", namespace: "dev" } },
  { resourceAttributes: { verb: "delete", resource: "pods", namespace: "ops", name: "wéb😀" } },
  { resourceAttributes: { verb: "delete", resource: "pods", namespace: "ops", name: "web" } },
  { nonResourceAttributes: { verb: "get", path: "/logs/ä" } },
];
const specs = users.flatMap((user) => asked.map((what) => ({ ...user, ...what })));

test("every way to ask and every way to load gives one answer", () => {
  const whole = new aksess.Authorizer([{ name: "dump.json", text: DUMP }]);
  const expected = specs.map((spec) => whole.explain(spec).decision);
  assert.equal(expected.filter((decision) => decision === "Allow").length, 3 + 3 + 0 + 5);
  const bytes = whole.snapshot();
  const policies = [whole, aksess.Authorizer.fromSnapshot(bytes), decide.Authorizer.fromSnapshot(bytes)];
  for (const policy of policies) {
    assert.deepEqual(specs.map((spec) => policy.authorize(spec)), expected);
    const prepared = specs.map((spec) => policy.prepare(spec));
    assert.deepEqual(prepared.map((question) => policy.authorize(question)), expected);
    const batch = policy.prepareAll(specs);
    assert.equal(batch.length, specs.length);
    assert.deepEqual(policy.authorizeAll(batch), expected);
  }
});

test("a prepared question asked of another policy has that policy's answer", () => {
  const whole = new aksess.Authorizer([{ name: "dump.json", text: DUMP }]);
  const empty = new aksess.Authorizer([]);
  const question = whole.prepare(specs[0]);
  assert.equal(whole.authorize(question), "Allow");
  assert.equal(empty.authorize(question), "NoOpinion");
});

test("what is wrong with a question is said on the long way", () => {
  const whole = new aksess.Authorizer([{ name: "dump.json", text: DUMP }]);
  assert.throws(() => whole.authorize({ user: "a", groups: [3], ...asked[0] }), /spec\.groups/);
  assert.throws(() => whole.authorize({ user: "a", colour: "red", ...asked[0] }), /spec\.colour is not known/);
  assert.throws(() => whole.authorize({ user: "a" }), /exactly one of/);
  assert.throws(() => whole.authorize({ ...asked[0] }), /at least one of/);
  assert.throws(() => whole.prepare({ user: 3, ...asked[0] }), /spec\.user/);
  assert.equal(whole.authorize({ groups: ["devs"], ...asked[4] }), "Allow", "a group may ask without a user");
  const small = decide.Authorizer.fromSnapshot(whole.snapshot());
  assert.throws(() => small.authorize({ user: "a", groups: [3], ...asked[0] }), TypeError);
});

test("bytes that are no snapshot are refused with a reason", () => {
  const bytes = new aksess.Authorizer([{ name: "dump.json", text: DUMP }]).snapshot();
  bytes[100] ^= 1;
  for (const policy of [aksess, decide]) {
    assert.throws(() => policy.Authorizer.fromSnapshot(bytes), /damaged/);
    assert.throws(() => policy.Authorizer.fromSnapshot(new Uint8Array(3)), /no snapshot/);
  }
});
