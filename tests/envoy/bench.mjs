// What does a request through the gateway cost?
//
// Processor time of the proxy for each request, as a multiple of what the same proxy spends without a filter. The
// policy has 10,000 bindings and comes as a snapshot.
//
// The speed of a machine moves while it is measured, by more than what is looked for. So turns are short, each turn of
// a variant stands between two without a filter and is divided by their mean, and the median of many such ratios
// counts. The quartiles beside it tell how far one of them may be off. The variants begin with another one each round.
// The times are lower quartiles.

import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { Socket } from "node:net";
import { join } from "node:path";

import { Envoy, PLUGIN, ROOT, folder, freePorts, remove, until } from "./proxy.mjs";

const ROUNDS = Number(process.env.ROUNDS ?? 60);
/** Requests of a turn. */
const REQUESTS = Number(process.env.REQUESTS ?? 800);
/** Rounds that warm up and do not count. */
const WARM = 3;
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

function wasm(name, filename, configuration) {
  const config = {
    name,
    root_id: name,
    vm_config: { vm_id: name, runtime: "envoy.wasm.runtime.v8", code: { local: { filename } } },
    failure_policy: "FAIL_RELOAD",
    allow_on_headers_stop_iteration: true,
    configuration: { "@type": "type.googleapis.com/google.protobuf.StringValue", value: JSON.stringify(configuration) },
  };
  return { name, typed_config: { "@type": type("http.wasm.v3.Wasm"), config } };
}

/** The plugin as it was built, or the file that `PLUGIN` names. */
function aksess(name, policy, metrics) {
  const mode = { enforce: { service: "kubernetes", identity: [{ anonymous: {} }], upstream: "credential" } };
  return wasm(name, process.env.PLUGIN ?? PLUGIN, { policy, metrics, mode });
}

/** The least that a plugin of any use does: it reads the headers. What it costs is the proxy's. */
function idle(path) {
  const file = join(path, "idle.wasm");
  execFileSync("npx", ["--no-install", "wasm-as", join(ROOT, "tests/envoy/idle.wat"), "-o", file], { cwd: join(ROOT, "wasm/proxy") });
  return wasm("idle", file, {});
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

/** The value below which this share of the values is. */
const quantile = (values, share) => values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * share)];

const path = folder();
const policy = { snapshot: snapshot(BINDINGS) };
const [one, two, server, plainPort] = await freePorts(4);
const authz = await Envoy.start(path, JSON.stringify({ admin: admin(two), static_resources: { listeners: [listener(server, [])] } }), two, { workers: 1 });
const variants = [
  { name: "native RBAC, 10 policies", filter: rbac },
  { name: "a plugin that reads headers", filter: idle(path) },
  { name: "aksess, no metrics", filter: aksess("quiet", policy, false) },
  { name: "aksess", filter: aksess("counting", policy, true) },
  { name: "ext_authz over HTTP", filter: extAuthz(server), asks: authz },
];
for (const [at, port] of (await freePorts(variants.length)).entries()) variants[at].port = port;
const listeners = [listener(plainPort, []), ...variants.map(({ port, filter }) => listener(port, [filter]))];
const config = { admin: admin(one), static_resources: { listeners, clusters: [cluster(server)] } };
const envoy = await Envoy.start(path, JSON.stringify(config), one, { workers: 1 });

/** Microseconds of processor time for each request of one turn, those of a proxy that is asked included. */
async function turn(port, asks) {
  const soFar = () => spent(envoy.pid) + (asks ? spent(asks.pid) : 0);
  const before = soFar();
  await load(port, REQUESTS);
  return (soFar() - before) / REQUESTS;
}

const plain = [];
const measured = variants.map(() => ({ times: [], ratios: [] }));
for (let round = 0; round < WARM + ROUNDS; round += 1) {
  let before = await turn(plainPort);
  for (let step = 0; step < variants.length; step += 1) {
    const at = (round + step) % variants.length;
    const time = await turn(variants[at].port, variants[at].asks);
    const after = await turn(plainPort);
    if (round >= WARM) {
      plain.push(after);
      measured[at].times.push(time);
      measured[at].ratios.push((2 * time) / (before + after));
    }
    before = after;
  }
}
await envoy.stop();
await authz.stop();
console.log(`\nthe gateway, ${BINDINGS} bindings: processor time of a request as a multiple of no filter, ${ROUNDS} rounds of ${REQUESTS} requests`);
console.log(`${"".padEnd(28)}${"x none".padStart(8)}${"quartiles".padStart(14)}${"us".padStart(8)}`);
console.log(`${"no filter".padEnd(28)}${"1.00".padStart(8)}${"".padStart(14)}${quantile(plain, 0.25).toFixed(1).padStart(8)}`);
for (const [at, { name }] of variants.entries()) {
  const { times, ratios } = measured[at];
  const [low, middle, high] = [0.25, 0.5, 0.75].map((share) => quantile(ratios, share).toFixed(2));
  console.log(`${name.padEnd(28)}${middle.padStart(8)}${`${low} to ${high}`.padStart(14)}${quantile(times, 0.25).toFixed(1).padStart(8)}`);
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
const bare = await start([]);
const gate = await start([aksess("start", policy, true)]);
// one machine on the main thread, one for the worker, and the one both are cloned from
console.log(`start to serving ${gate.seconds.toFixed(2)} s (${bare.seconds.toFixed(2)} s without), memory ${gate.megabytes.toFixed(0)} MB (${bare.megabytes.toFixed(0)} MB without): ${((gate.megabytes - bare.megabytes) / 3).toFixed(0)} MB for each of 3 machines, compiled code included`);
remove(path);
