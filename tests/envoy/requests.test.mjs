// Which requests are let through, and how is each answered?

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { credentials, upgrade } from "./client.mjs";
import { EVERYTHING, Gate, enforce } from "./gate.mjs";
import { gateway } from "./proxy.mjs";

const READERS = `
kind: ClusterRole
apiVersion: rbac.authorization.k8s.io/v1
metadata: {name: get-exec}
rules:
- {apiGroups: [""], resources: [pods/exec, pods/attach, pods/portforward, pods/proxy], verbs: [get]}
---
kind: ClusterRole
apiVersion: rbac.authorization.k8s.io/v1
metadata: {name: create-exec}
rules:
- {apiGroups: [""], resources: [pods/exec, pods/attach, pods/portforward], verbs: [create]}
---
kind: ClusterRoleBinding
apiVersion: rbac.authorization.k8s.io/v1
metadata: {name: get-exec}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: get-exec}
subjects:
- {apiGroup: rbac.authorization.k8s.io, kind: User, name: reader}
- {apiGroup: rbac.authorization.k8s.io, kind: User, name: both}
---
kind: ClusterRoleBinding
apiVersion: rbac.authorization.k8s.io/v1
metadata: {name: create-exec}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: create-exec}
subjects:
- {apiGroup: rbac.authorization.k8s.io, kind: User, name: both}
---
kind: ClusterRole
apiVersion: rbac.authorization.k8s.io/v1
metadata: {name: act}
rules:
- {apiGroups: [""], resources: [users], resourceNames: [both], verbs: [impersonate]}
---
kind: ClusterRoleBinding
apiVersion: rbac.authorization.k8s.io/v1
metadata: {name: act}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: act}
subjects:
- {apiGroup: rbac.authorization.k8s.io, kind: User, name: reader}
---
kind: ClusterRole
apiVersion: rbac.authorization.k8s.io/v1
metadata: {name: act-as-accounts}
rules:
- {apiGroups: [""], resources: [serviceaccounts], verbs: [impersonate]}
---
kind: ClusterRoleBinding
apiVersion: rbac.authorization.k8s.io/v1
metadata: {name: act-as-accounts}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: act-as-accounts}
subjects:
- {apiGroup: rbac.authorization.k8s.io, kind: User, name: operator}
---
kind: ClusterRoleBinding
apiVersion: rbac.authorization.k8s.io/v1
metadata: {name: accounts}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: get-exec}
subjects:
- {apiGroup: rbac.authorization.k8s.io, kind: Group, name: "system:serviceaccounts"}
`;

const as = (user, ...headers) => ({ certificate: "front-proxy", headers: [["X-Remote-User", user], ...headers] });

describe("a proxy that lets everything through to the plugin", () => {
  let gate;
  const lenient = (text) =>
    text
      .replace("normalize_path: true", "normalize_path: false")
      .replace("merge_slashes: true", "merge_slashes: false")
      .replace("REJECT_REQUEST", "KEEP_UNCHANGED")
      .replace("upgrade_configs: [", "upgrade_configs: [{upgrade_type: CONNECT}, {upgrade_type: foo/1}, ")
      .replace("stat_prefix: gateway", "stat_prefix: gateway\n          http_protocol_options: {allow_custom_methods: true}");
  before(async () => (gate = await Gate.start(enforce(EVERYTHING), lenient)));
  after(() => gate?.stop());

  test("requests that could be read in two ways are refused before anybody is asked", async () => {
    const before = gate.stub.requests.length;
    for (const path of [
      "/api/v1/namespaces/dev%2Fpods",
      "/api/v1/namespaces/dev/pods/..%2fsecrets",
      "/api/v1/namespaces/dev/../../secrets",
      "/api/v1/%2e%2e/secrets",
      "/api/v1/pods/%2e",
      "/api/v1/pods/..;a=b/x",
      "/api/v1/pods/%252e%252e",
      "/api/v1/pods/%5c..",
      "/api/v1/pods/\\..",
      "/api/v1/pods/%00",
      "/api/v1/pods/%",
      "/api/v1/pods/%ff",
    ]) {
      const found = await gate.ask({ path }, "admin");
      assert.equal(found.status, 400, `${path}: ${found.body}`);
      // what the proxy does not refuse by itself, the plugin does
      if (found.body.startsWith("{")) assert.equal(JSON.parse(found.body).reason, "BadRequest");
    }
    for (const protocol of ["foo/1", "h2c2"]) {
      const found = await upgrade(gate.port, credentials(gate.folder, "admin"), { path: "/api/v1/pods", protocol });
      assert.ok([400, 403].includes(found.status), `${protocol}: ${found.status}`);
    }
    const connect = await gate.ask({ method: "CONNECT", path: "localhost:443" }, "admin");
    assert.equal(connect.status, 400, connect.body);
    // whoever passes this upgrade on by the letter would drop what the gateway says of the caller
    for (const connection of ["X-Remote-User, X-Remote-Group", "keep-alive,x-remote-user"]) {
      const headers = [["Connection", connection]];
      const found = await upgrade(gate.port, credentials(gate.folder, "admin"), { path: "/api/v1/pods", protocol: "websocket", headers });
      assert.equal(found.status, 400, connection);
    }
    assert.equal((await gate.ask({ method: "G(T", path: "/api/v1/pods" }, "admin")).status, 400);
    assert.equal(gate.stub.requests.length, before, "none reached the upstream");
    // what only looks odd is decided
    for (const path of ["/api/v1/pods/a%20b", "/api/v1/nodes/system:node", "/api/v1/pods/...", "/api/v1/pods/a%3Ab"]) {
      assert.equal((await gate.ask({ path }, "admin")).status, 200, path);
    }
    assert.equal((await gate.ask({ method: "PROPFIND", path: "/x" }, "admin")).status, 200);
  });

  test("the plugin itself is what refused", async () => {
    for (const [path, line] of [
      ["/api/v1/a%2Fb?mark=1", / 400 aksess_malformed_none_[0-9a-f]{12} aksess=\[malformed by=none /],
      ["/api/v1/%252e?mark=2", / 400 aksess_malformed_none_/],
      ["/api/v1/../x?mark=3", / 400 aksess_malformed_none_/],
    ]) {
      await gate.ask({ path }, "admin");
      assert.match(await gate.envoy.line(path.split("?")[1]), line);
    }
  });
});

describe("streams and impersonation", () => {
  let gate;
  before(async () => (gate = await Gate.start(enforce(READERS))));
  after(() => gate?.stop());
  const exec = "/api/v1/namespaces/dev/pods/web";
  const open = (user, path, ...headers) =>
    upgrade(gate.port, credentials(gate.folder, "front-proxy"), { path, protocol: "websocket", headers: as(user, ...headers).headers, write: "x" });

  test("get with an upgrade on exec, attach and portforward also needs create", async () => {
    for (const subresource of ["exec", "attach", "portforward"]) {
      assert.equal((await open("both", `${exec}/${subresource}`)).status, 101);
      const refused = await open("reader", `${exec}/${subresource}`);
      assert.equal(refused.status, 403);
      assert.equal(JSON.parse(refused.body).message, 'pods "web" is forbidden: ');
    }
    assert.equal((await open("reader", `${exec}/proxy`)).status, 101, "the proxy subresource is asked once");
    assert.equal((await open("nobody", `${exec}/exec`)).status, 403);
    const head = (user) =>
      upgrade(gate.port, credentials(gate.folder, "front-proxy"), { method: "HEAD", path: `${exec}/exec`, protocol: "websocket", headers: as(user).headers });
    assert.equal((await head("reader")).status, 403, "HEAD is no way around it");
    assert.equal((await open("both", `${exec}/exec`, ["Connection", "keep-alive"])).status, 101);
  });

  test("who may act as someone is asked before what that someone may do", async () => {
    assert.equal((await open("reader", `${exec}/exec`, ["Impersonate-User", "both"])).status, 101);
    const refused = await gate.ask({ path: `${exec}/exec`, ...as("both", ["Impersonate-User", "reader"]) }, "front-proxy");
    assert.equal(refused.status, 403);
    const status = JSON.parse(refused.body);
    assert.match(status.message, /User "both" cannot impersonate-on:user-info:get resource "pods\/exec"/);
    for (const headers of [
      [["Impersonate-Group", "devs"]],
      [["Impersonate-User", "both"], ["Impersonate-User", "reader"]],
      [["Impersonate-User", "both"], ["Impersonate-Anything", "x"]],
    ]) {
      const found = await gate.ask({ path: `${exec}/exec`, ...as("reader", ...headers) }, "front-proxy");
      assert.equal(found.status, 400, JSON.stringify(headers));
    }
  });

  test("a service account is only who could be one", async () => {
    const get = (user) => gate.ask({ path: `${exec}/proxy`, ...as("operator", ["Impersonate-User", user]) }, "front-proxy");
    assert.equal((await get("system:serviceaccount:dev:web")).status, 200);
    for (const user of ["system:serviceaccount:Dev:web", "system:serviceaccount:dev:web/x", "system:serviceaccount:dev:", "system:serviceaccount:dev:a:b"]) {
      const found = await get(user);
      assert.equal(found.status, 403, user);
      assert.match(JSON.parse(found.body).message, /cannot impersonate-on:user-info:get/, user);
    }
  });

  test("a refusal is laid out for who reads it", async () => {
    const path = "/api/v1/nodes";
    const line = await gate.ask({ path, ...as("nobody") }, "front-proxy");
    assert.equal(line.body.split("\n").length, 2);
    assert.equal(line.headers["x-content-type-options"], "nosniff");
    const curl = await gate.ask({ path, ...as("nobody", ["User-Agent", "curl/8"]) }, "front-proxy");
    assert.ok(curl.body.startsWith('{\n  "kind": "Status",\n'));
    assert.deepEqual(JSON.parse(curl.body), JSON.parse(line.body));
    const head = await gate.ask({ method: "HEAD", path, ...as("nobody") }, "front-proxy");
    assert.deepEqual([head.status, head.body], [403, ""]);
    const unserved = await gate.ask({ path: "/api/v1/watch/", ...as("nobody") }, "front-proxy");
    assert.equal(unserved.status, 500);
    assert.match(unserved.body, /^Internal Server Error: "\/api\/v1\/watch\/": failed to create RequestInfo: unable to determine/);
  });
});

describe("the bound of a revocation", () => {
  test("shipped routes end streams after an hour, and what they end is a watch", async (t) => {
    assert.match(gateway(), /max_stream_duration: \{max_stream_duration: 3600s\}/);
    const soon = (text) => text.replace("max_stream_duration: 3600s", "max_stream_duration: 0.3s");
    const gate = await Gate.start(enforce(EVERYTHING), soon);
    t.after(() => gate.stop());
    // resolves when the proxy ends the stream; the client gives up only after ten seconds
    const watch = await gate.ask({ path: "/api/v1/pods?watch=1" }, "admin");
    assert.ok([200, 408, 504].includes(watch.status));
  });
});

describe("before another service", () => {
  const policy = `
kind: ClusterRole
apiVersion: rbac.authorization.k8s.io/v1
metadata: {name: shop}
rules:
- {nonResourceURLs: [/orders, /orders/*, /api/v1/pods], verbs: [get]}
---
kind: ClusterRoleBinding
apiVersion: rbac.authorization.k8s.io/v1
metadata: {name: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: shop}
subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: ann}]
`;
  test("a request is its method and its path", async (t) => {
    const gate = await Gate.start(enforce(policy, { service: "http" }));
    t.after(() => gate.stop());
    const ask = (method, path, user = "ann") => gate.ask({ method, path, ...as(user) }, "front-proxy");
    assert.equal((await ask("GET", "/orders/5?x=1")).status, 200);
    assert.equal((await ask("GET", "/api/v1/pods")).status, 200);
    const refused = await ask("POST", "/orders/5");
    assert.equal(JSON.parse(refused.body).message, 'forbidden: User "ann" cannot post path "/orders/5"');
    assert.equal((await ask("GET", "/orders/5", "bob")).status, 403);
    assert.equal((await ask("GET", "/healthz")).status, 403, "no path is everyone's");
  });
});
