// Does the AKS walkthrough come out through a real proxy, with the example as it is shipped?

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { ask, credentials, upgrade } from "./client.mjs";
import { Envoy, folder, freePorts, gateway, remove, withPorts } from "./proxy.mjs";
import { APPDEV, OPSSRE, entra } from "./tokens.mjs";
import * as upstream from "./upstream.mjs";

let path, envoy, stub, port;
const users = {
  "aksdev@contoso.com": [APPDEV],
  "akssre@contoso.com": [OPSSRE],
};

before(async () => {
  path = folder();
  stub = await upstream.start();
  const [admin, listener] = await freePorts(2);
  port = listener;
  envoy = await Envoy.start(path, withPorts(gateway(), { 9901: admin, 8443: port, 6443: stub.port }), admin);
});

after(async () => {
  await envoy?.stop();
  await stub?.stop();
  remove(path);
});

const forbidden = (user, verb, place) =>
  `Error from server (Forbidden): pods is forbidden: User "${user}" cannot ${verb} resource "pods" in API group "" ${place}`;
const COMMANDS = [
  ["aksdev@contoso.com", "run nginx-dev --image=nginx --namespace dev", 0, "pod/nginx-dev created"],
  ["aksdev@contoso.com", "get pods --namespace dev", 0, "nginx-dev"],
  ["aksdev@contoso.com", "get pods --all-namespaces", 1, forbidden("aksdev@contoso.com", "list", "at the cluster scope")],
  ["aksdev@contoso.com", "run nginx-dev --image=nginx --namespace sre", 1, forbidden("aksdev@contoso.com", "create", 'in the namespace "sre"')],
  ["akssre@contoso.com", "run nginx-sre --image=nginx --namespace sre", 0, "pod/nginx-sre created"],
  ["akssre@contoso.com", "get pods --namespace sre", 0, "nginx-sre"],
  ["akssre@contoso.com", "get pods --all-namespaces", 1, forbidden("akssre@contoso.com", "list", "at the cluster scope")],
  ["akssre@contoso.com", "run nginx-sre --image=nginx --namespace dev", 1, forbidden("akssre@contoso.com", "create", 'in the namespace "dev"')],
];

/** Runs kubectl as a user. */
function run(user, line) {
  const config = {
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "c", cluster: { server: `https://127.0.0.1:${port}`, "certificate-authority": join(path, "credentials/ca.crt") } }],
    users: [{ name: "u", user: { token: entra(user, users[user]) } }],
    contexts: [{ name: "x", context: { cluster: "c", user: "u" } }],
    "current-context": "x",
  };
  const file = join(path, `${user}.kubeconfig`);
  writeFileSync(file, JSON.stringify(config));
  const words = ["--kubeconfig", file, "--cache-dir", join(path, "cache"), ...line.split(" ")];
  return new Promise((resolve) => {
    execFile("kubectl", words, { env: { ...process.env, HOME: path } }, (error, stdout, stderr) =>
      resolve({ code: error ? error.code : 0, told: stdout + stderr }),
    );
  });
}

test("kubectl: every command of the walkthrough", async () => {
  for (const [user, line, code, told] of COMMANDS) {
    const found = await run(user, line);
    assert.equal(found.code, code, `${user}: ${line}: ${found.told}`);
    assert.ok(found.told.includes(told), `${user}: ${line}: ${found.told}`);
  }
});

test("kubectl: auth can-i, and what it lists", async () => {
  for (const [line, code, told] of [
    ["auth can-i list pods -n dev", 0, "yes"],
    ["auth can-i list pods -n sre", 1, "no"],
    ["auth can-i get /version", 0, "yes"],
  ]) {
    const found = await run("aksdev@contoso.com", line);
    assert.equal(found.code, code, found.told);
    assert.ok(found.told.startsWith(told), found.told);
  }
  const { told } = await run("aksdev@contoso.com", "auth can-i --list -n dev");
  assert.match(told, /^\*\.apps +\[\] +\[\] +\[\*\]$/m);
  assert.match(told, /selfsubjectaccessreviews\.authorization\.k8s\.io +\[\] +\[\] +\[create\]/);
});

test("reviews about oneself: the path says what the body is, and one that asks nothing is invalid", async () => {
  const headers = [["Authorization", `Bearer ${entra("aksdev@contoso.com", [APPDEV])}`]];
  const create = (body) =>
    ask(port, credentials(path), { method: "POST", path: "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", headers, body: JSON.stringify(body) });
  const resourceAttributes = { namespace: "dev", verb: "list", resource: "pods" };
  const nonResourceAttributes = { path: "/", verb: "get" };
  const found = await create({ spec: { resourceAttributes } });
  assert.equal(found.status, 201);
  assert.equal(JSON.parse(found.body).status.allowed, true);
  for (const spec of [{}, null, undefined, { resourceAttributes, nonResourceAttributes }]) {
    const { status, body } = await create({ spec });
    assert.deepEqual([status, JSON.parse(body).reason], [422, "Invalid"], JSON.stringify(spec));
    assert.match(JSON.parse(body).message, /^SelfSubjectAccessReview\.authorization\.k8s\.io "" is invalid: spec: exactly one of/);
  }
  assert.equal((await create({ kind: "SubjectAccessReview", spec: { resourceAttributes } })).status, 400);
  assert.equal((await create({ apiVersion: "authorization.k8s.io/v2", spec: { resourceAttributes } })).status, 400);
});

// The same requests without what kubectl asks around them.
test("the requests of the walkthrough", async () => {
  const pod = JSON.stringify({ kind: "Pod", apiVersion: "v1", metadata: { name: "web" } });
  for (const [user, method, target, status, message] of [
    ["aksdev@contoso.com", "POST", "/api/v1/namespaces/dev/pods", 201],
    ["aksdev@contoso.com", "GET", "/api/v1/namespaces/dev/pods?limit=500", 200],
    ["aksdev@contoso.com", "GET", "/api/v1/pods?limit=500", 403, forbidden("aksdev@contoso.com", "list", "at the cluster scope")],
    ["aksdev@contoso.com", "POST", "/api/v1/namespaces/sre/pods", 403, forbidden("aksdev@contoso.com", "create", 'in the namespace "sre"')],
    ["akssre@contoso.com", "POST", "/api/v1/namespaces/sre/pods", 201],
    ["akssre@contoso.com", "POST", "/api/v1/namespaces/dev/pods", 403, forbidden("akssre@contoso.com", "create", 'in the namespace "dev"')],
  ]) {
    const headers = [["Authorization", `Bearer ${entra(user, users[user])}`]];
    const body = method === "POST" ? pod : "";
    const found = await ask(port, credentials(path), { method, path: target, headers, body });
    assert.equal(found.status, status, found.body);
    if (message) {
      assert.equal(`Error from server (Forbidden): ${JSON.parse(found.body).message}`, message);
      assert.ok(found.body.endsWith("}\n") && found.body.split("\n").length === 2);
    }
  }
});

test("what the log tells: outcome, what decided and the policy, and no token", async () => {
  const headers = [["Authorization", `Bearer ${entra("aksdev@contoso.com", [APPDEV])}`]];
  await ask(port, credentials(path), { path: "/api/v1/pods?log=1", headers });
  await ask(port, credentials(path), { path: "/api/v1/namespaces/dev/pods?log=1", headers });
  assert.match(
    await envoy.line("/api/v1/pods?log=1 "),
    /^GET \S+ 403 aksess_denied_no-grant_([0-9a-f]{12}) aksess=\[denied by=no-grant policy=\1\]$/,
  );
  assert.match(
    await envoy.line("dev/pods?log=1 "),
    /^GET \S+ 200 via_upstream aksess=\[allowed by=kubernetes-rbac policy=[0-9a-f]{12}\]$/,
  );
  assert.ok(!envoy.output.includes("Bearer") && !envoy.output.includes(headers[0][1].split(".")[1]));
});

test("streams pass when allowed: watch, websocket and SPDY", async () => {
  const token = [["Authorization", `Bearer ${entra("aksdev@contoso.com", [APPDEV])}`]];
  const pod = "/api/v1/namespaces/dev/pods/web";
  for (const [protocol, method] of [["websocket", "GET"], ["SPDY/3.1", "POST"]]) {
    const open = (target) =>
      upgrade(port, credentials(path), { method, path: target, headers: token, protocol, write: "echo" });
    const allowed = await open(`${pod}/exec?command=sh`);
    assert.equal(allowed.status, 101, protocol);
    assert.equal(allowed.body, "echo");
    assert.equal((await open("/api/v1/namespaces/sre/pods/web/exec?command=sh")).status, 403);
  }
  const watch = (namespace) =>
    ask(port, credentials(path), {
      path: `/api/v1/namespaces/${namespace}/pods?watch=1`,
      headers: token,
      enough: (text) => text.includes('"ADDED"'),
    });
  const seen = await watch("dev");
  assert.equal(seen.status, 200);
  assert.match(seen.body, /"type":"ADDED"/);
  assert.equal((await watch("sre")).status, 403);
});
