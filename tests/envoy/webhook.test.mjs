// Does the webhook answer the API server, and nobody else?

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { ask, credentials } from "./client.mjs";
import { EXAMPLES, Envoy, folder, freePorts, get, remove, withPorts } from "./proxy.mjs";

let path, envoy, port;
before(async () => {
  path = folder();
  const [admin, listener] = await freePorts(2);
  port = listener;
  const text = readFileSync(join(EXAMPLES, "webhook.yaml"), "utf8");
  envoy = await Envoy.start(path, withPorts(text, { 9901: admin, 8444: port }), admin);
});
after(async () => {
  await envoy?.stop();
  remove(path);
});

const review = (spec, kind = "SubjectAccessReview", apiVersion = "authorization.k8s.io/v1") =>
  JSON.stringify({ kind, apiVersion, metadata: { creationTimestamp: null }, spec, status: { allowed: false } });
const pods = { namespace: "dev", verb: "list", version: "v1", resource: "pods" };
const developer = { user: "ann", groups: ["developers", "system:authenticated"], extra: { oid: ["x"] } };
const post = (body, certificate = "kube-apiserver", more = {}) =>
  ask(port, credentials(path, certificate), { method: "POST", path: "/authorize?timeout=3s", body, ...more });

test("allowed, and no opinion, which is not denied", async () => {
  for (const [version, groups] of [["v1", "groups"], ["v1beta1", "group"]]) {
    const apiVersion = `authorization.k8s.io/${version}`;
    const { groups: names, ...user } = developer;
    const of = (more) => post(review({ ...user, [groups]: names, resourceAttributes: { ...pods, ...more } }, undefined, apiVersion));
    const allowed = await of({});
    assert.equal(allowed.status, 200);
    assert.deepEqual(JSON.parse(allowed.body), {
      kind: "SubjectAccessReview",
      apiVersion,
      metadata: {},
      spec: {},
      status: {
        allowed: true,
        reason: 'RBAC: allowed by RoleBinding "pod-readers/dev" of Role "pod-reader" to Group "developers"',
      },
    });
    // the other version's field is none of this one's, and null is an empty list
    const others = groups === "groups" ? "group" : "groups";
    const mixed = review({ user: "eve", [others]: ["developers"], extra: { a: null }, resourceAttributes: pods }, undefined, apiVersion);
    assert.deepEqual(JSON.parse((await post(mixed)).body).status, { allowed: false });
    const selectors = { labelSelector: { requirements: [{ key: "a", operator: "Exists" }] } };
    assert.equal(JSON.parse((await of(selectors)).body).status.allowed, true, "unknown fields are passed over");
    const other = await of({ namespace: "sre" });
    assert.deepEqual(JSON.parse(other.body).status, { allowed: false });
  }
});

test("callers are named by their client certificate", async () => {
  const body = review({ ...developer, resourceAttributes: pods });
  const other = await post(body, "aksdev");
  assert.equal(other.status, 403);
  assert.ok(!other.body.includes("allowed"));
  assert.equal((await post(body, "nameless")).status, 401);
  await assert.rejects(post(body, "stranger"));
});

test("what cannot be read is an error and never an answer", async () => {
  for (const body of [
    "rubbish",
    "{}",
    review({ ...developer }),
    review({ resourceAttributes: pods }),
    review({ ...developer, resourceAttributes: pods, nonResourceAttributes: { path: "/", verb: "get" } }),
    review({ ...developer, resourceAttributes: { ...pods, verb: 5 } }),
    review({ ...developer, groups: "developers", resourceAttributes: pods }),
    review({ ...developer, resourceAttributes: pods }, "LocalSubjectAccessReview"),
    review({ ...developer, resourceAttributes: pods }, undefined, "authorization.k8s.io/v2"),
    review({ ...developer, resourceAttributes: pods }).replace("{", '{"spec":{},'),
  ]) {
    const found = await post(body);
    assert.equal(found.status, 400, body);
    assert.equal(JSON.parse(found.body).reason, "BadRequest");
  }
  assert.equal((await post("", "kube-apiserver", { method: "GET" })).status, 405);
  const large = review({ ...developer, resourceAttributes: { ...pods, name: "x".repeat(300_000) } });
  assert.equal((await post(large)).status, 413);
});

test("decisions are counted by mode, result and what decided", async () => {
  const { body } = await get(envoy.admin, "/stats/prometheus?filter=aksess");
  const value = (labels) => Number(new RegExp(`^aksess_decisions\\{${labels}\\} (\\d+)$`, "m").exec(body)?.[1]);
  assert.equal(value('mode="webhook",result="allowed",by="kubernetes-rbac"'), 4, body);
  assert.equal(value('mode="webhook",result="noopinion",by="no-grant"'), 4, body);
  assert.ok(value('mode="webhook",result="malformed",by="none"') >= 10);
  assert.match(body, /^aksess_policy_digest\{\} \d+$/m);
  assert.match(body, /^aksess_configurations\{result="accepted"\} [1-9]/m);
});
