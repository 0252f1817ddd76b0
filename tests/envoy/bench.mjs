// What does a request through the gateway cost?
//
// Processor time of the proxy for each request, all variants in one run and interleaved, against the same proxy
// without a filter. The policy has 10,000 bindings and comes as a snapshot. Ratios can be trusted, times only
// on a quiet machine.

import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { Socket } from "node:net";
import { join } from "node:path";

import { Envoy, PLUGIN, ROOT, folder, freePorts, remove, until } from "./proxy.mjs";

const ROUNDS = Number(process.env.ROUNDS ?? 9);
const REQUESTS = Number(process.env.REQUESTS ?? 8_000);
const BINDINGS = 10_000;

const { Authorizer } = createRequire(import.meta.url)(join(ROOT, "pkg"));

/** So many bindings of one user each, as a snapshot. */
function snapshot(count) {
  const group = "rbac.authorization.k8s.io";
  const items = [
    { kind: "ClusterRole", apiVersion: `${group}/v1`, metadata: { name: "r" }, rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["list"] }] },
  ];
  for (let at = 0; at < count; at += 1) {
    const name = at === count / 2 ? "system:anonymous" : `u${at}`;
    items.push({
      kind: "ClusterRoleBinding",
      apiVersion: `${group}/v1`,
      metadata: { name: `b${at}` },
      roleRef: { apiGroup: group, kind: "ClusterRole", name: "r" },
      subjects: [{ apiGroup: group, kind: "User", name }],
    });
  }
  const bytes = Buffer.from(new Authorizer([{ name: "bench", text: JSON.stringify({ kind: "List", items }) }]).snapshot());
  return { base64: bytes.toString("base64"), digest: `sha256:${bytes.subarray(-32).toString("hex")}` };
}

const type = (name) => `type.googleapis.com/envoy.extensions.filters.${name}`;
const router = { name: "router", typed_config: { "@type": type("http.router.v3.Router") } };

function listener(port, filters) {
  const body = { status: 200, body: { inline_string: "ok\n" } };
  const manager = {
    "@type": type("network.http_connection_manager.v3.HttpConnectionManager"),
    stat_prefix: `p${port}`,
    generate_request_id: false,
    route_config: { virtual_hosts: [{ name: "all", domains: ["*"], routes: [{ match: { prefix: "/" }, direct_response: body }] }] },
    http_filters: [...filters, router],
  };
  return {
    name: `${port}`,
    address: { socket_address: { address: "127.0.0.1", port_value: port } },
    filter_chains: [{ filters: [{ name: "http", typed_config: manager }] }],
  };
}

function wasm(name, policy, metrics) {
  const configuration = {
    policy,
    metrics,
    mode: { enforce: { service: "kubernetes", identity: [{ anonymous: {} }], upstream: "credential" } },
  };
  const config = {
    name,
    root_id: name,
    vm_config: { vm_id: name, runtime: "envoy.wasm.runtime.v8", code: { local: { filename: PLUGIN } } },
    failure_policy: "FAIL_RELOAD",
    allow_on_headers_stop_iteration: true,
    configuration: { "@type": "type.googleapis.com/google.protobuf.StringValue", value: JSON.stringify(configuration) },
  };
  return { name, typed_config: { "@type": type("http.wasm.v3.Wasm"), config } };
}

const exact = (name, value) => ({ header: { name, string_match: { exact: value } } });
const rbac = {
  name: "rbac",
  typed_config: {
    "@type": type("http.rbac.v3.RBAC"),
    rules: {
      action: "ALLOW",
      policies: Object.fromEntries(
        Array.from({ length: 10 }, (_, at) => [
          `p${at}`,
          {
            permissions: [{ and_rules: { rules: [exact(":method", "GET"), { url_path: { path: { prefix: at < 9 ? `/apis/g${at}/` : "/api/" } } }] } }],
            principals: [at < 9 ? exact("x-user", `u${at}`) : { any: true }],
          },
        ]),
      ),
    },
  },
};
const extAuthz = (port) => ({
  name: "ext_authz",
  typed_config: {
    "@type": type("http.ext_authz.v3.ExtAuthz"),
    transport_api_version: "V3",
    http_service: { server_uri: { uri: `http://127.0.0.1:${port}`, cluster: "authz", timeout: "1s" } },
  },
});

const admin = (port) => ({ address: { socket_address: { address: "127.0.0.1", port_value: port } } });
const cluster = (port) => ({
  name: "authz",
  type: "STATIC",
  connect_timeout: "1s",
  load_assignment: {
    cluster_name: "authz",
    endpoints: [{ lb_endpoints: [{ endpoint: { address: { socket_address: { address: "127.0.0.1", port_value: port } } } }] }],
  },
});

/** Processor time of a process so far, in microseconds: that of its threads, which the kernel counts in nanoseconds. */
function spent(pid) {
  const threads = readdirSync(`/proc/${pid}/task`);
  const times = threads.map((thread) => Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, "utf8").split(" ")[0]));
  return times.reduce((sum, time) => sum + time, 0) / 1000;
}

const LINE = "GET /api/v1/namespaces/default/pods HTTP/1.1\r\nHost: a\r\nUser-Agent: bench/1.0\r\nAccept: application/json\r\nx-user: nobody\r\n\r\n";

/** Sends so many requests over four connections that stay open, one at a time on each. */
async function load(port, count) {
  const connection = (share) =>
    new Promise((resolve, reject) => {
      const socket = new Socket().connect(port, "127.0.0.1");
      let left = share;
      socket.setNoDelay(true);
      socket.on("error", reject);
      socket.on("connect", () => socket.write(LINE));
      socket.on("data", (part) => {
        if (!part.includes("200 OK")) return reject(new Error(part.toString()));
        left -= 1;
        if (left > 0) return socket.write(LINE);
        socket.destroy();
        return resolve();
      });
    });
  await Promise.all(Array.from({ length: 4 }, () => connection(count / 4)));
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

const path = folder();
const policy = { snapshot: snapshot(BINDINGS) };
const names = ["no filter", "native RBAC, 10 policies", "aksess, no metrics", "aksess", "ext_authz over HTTP"];
const [one, two, server, ...ports] = await freePorts(3 + names.length);
const authz = await Envoy.start(path, JSON.stringify({ admin: admin(two), static_resources: { listeners: [listener(server, [])] } }), two, { workers: 1 });
const filters = [[], [rbac], [wasm("quiet", policy, false)], [wasm("counting", policy, true)], [extAuthz(server)]];
const listeners = ports.map((port, at) => listener(port, filters[at]));
const config = { admin: admin(one), static_resources: { listeners, clusters: [cluster(server)] } };
const envoy = await Envoy.start(path, JSON.stringify(config), one, { workers: 1 });

const costs = names.map(() => []);
for (let round = 0; round < ROUNDS; round += 1) {
  for (const [at, port] of ports.entries()) {
    const before = spent(envoy.pid) + spent(authz.pid) * (at === 4 ? 1 : 0);
    await load(port, REQUESTS);
    const after = spent(envoy.pid) + spent(authz.pid) * (at === 4 ? 1 : 0);
    if (round > 0) costs[at].push((after - before) / REQUESTS);
  }
}
await envoy.stop();
await authz.stop();
console.log(`\nthe gateway, ${BINDINGS} bindings: processor time of a request, ${REQUESTS} requests in ${ROUNDS - 1} rounds`);
console.log(`${"".padEnd(28)}${"median us".padStart(10)}${"x none".padStart(8)}${"min us".padStart(8)}${"x none".padStart(8)}`);
const [base, least] = [median(costs[0]), Math.min(...costs[0])];
for (const [at, name] of names.entries()) {
  const [middle, low] = [median(costs[at]), Math.min(...costs[at])];
  const columns = [middle.toFixed(1).padStart(10), (middle / base).toFixed(2).padStart(8), low.toFixed(1).padStart(8), (low / least).toFixed(2).padStart(8)];
  console.log(name.padEnd(28) + columns.join(""));
}

/** Starts a proxy with one listener; gives how long it took to serve and how much memory it has. */
async function start(filter) {
  const [port, own] = await freePorts(2);
  const began = process.hrtime.bigint();
  const proxy = await Envoy.start(path, JSON.stringify({ admin: admin(own), static_resources: { listeners: [listener(port, filter)] } }), own, { workers: 1 });
  await until("an answer", () => load(port, 4).then(() => true, () => false));
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  const megabytes = proxy.memory() / 1000;
  await proxy.stop();
  return { seconds, megabytes };
}
const plain = await start([]);
const gate = await start([wasm("start", policy, true)]);
// one machine on the main thread, one for the worker, and the one both are cloned from
console.log(`start to serving ${gate.seconds.toFixed(2)} s (${plain.seconds.toFixed(2)} s without), memory ${gate.megabytes.toFixed(0)} MB (${plain.megabytes.toFixed(0)} MB without): ${((gate.megabytes - plain.megabytes) / 3).toFixed(0)} MB for each of 3 machines, compiled code included`);
remove(path);
