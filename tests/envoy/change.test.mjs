// What happens when the policy changes, and when it must not?

import assert from "node:assert/strict";
import { readFileSync, renameSync, writeFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { Session, credentials } from "./client.mjs";
import { EXAMPLES, Envoy, folder, freePorts, get, remove, until, validate, withPlugin, withPorts } from "./proxy.mjs";
import { BAD, CERTIFICATE, GOOD, enforce } from "./gate.mjs";
import * as upstream from "./upstream.mjs";

/** How often the policy is swapped: a few times here, often in a soak. */
const SWAPS = Number(process.env.SWAPS ?? 30);

const resource = readFileSync(join(EXAMPLES, "ecds/aksess.yaml"), "utf8");
const config = readFileSync(join(EXAMPLES, "gateway-ecds.yaml"), "utf8");

/** A policy that lets aksdev read nodes, and pods in one namespace. */
const policy = (namespace, revision) => `
kind: ClusterRole
apiVersion: rbac.authorization.k8s.io/v1
metadata: {name: nodes, labels: {revision: "${revision}"}}
rules: [{apiGroups: [""], resources: [nodes], verbs: [list]}]
---
kind: ClusterRole
apiVersion: rbac.authorization.k8s.io/v1
metadata: {name: pods}
rules: [{apiGroups: [""], resources: [pods], verbs: [list]}]
---
kind: ClusterRoleBinding
apiVersion: rbac.authorization.k8s.io/v1
metadata: {name: nodes}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: nodes}
subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: aksdev@contoso.com}]
---
kind: RoleBinding
apiVersion: rbac.authorization.k8s.io/v1
metadata: {name: pods, namespace: ${namespace}}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: pods}
subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: aksdev@contoso.com}]
`;
const plugin = (text) => enforce(text, { identity: [CERTIFICATE] });

/** A gateway whose plugin is configured from a file. */
class Changing {
  static async start(first, program) {
    const gate = new Changing();
    gate.path = folder();
    if (program) writeFileSync(join(gate.path, "aksess.wasm"), program);
    mkdirSync(join(gate.path, "ecds"));
    gate.write(first);
    gate.stub = await upstream.start();
    const [admin, port] = await freePorts(2);
    gate.port = port;
    const text = withPorts(config, { 9901: admin, 8443: port, 6443: gate.stub.port });
    gate.envoy = await Envoy.start(gate.path, text, admin);
    return gate;
  }

  /** Replaces the file by renaming another onto it. */
  write(configuration) {
    const next = join(this.path, "next.yaml");
    writeFileSync(next, withPlugin(resource, configuration));
    renameSync(next, join(this.path, "ecds/aksess.yaml"));
  }

  session() {
    return new Session(this.port, credentials(this.path, "aksdev"));
  }

  stat(name) {
    return this.envoy.stat(`extension_config_discovery.http_filter.aksess.${name}`);
  }

  async stop() {
    await this.envoy.stop();
    await this.stub.stop();
    remove(this.path);
  }
}

describe("the policy in a file", () => {
  let gate;
  before(async () => (gate = await Changing.start(plugin(policy("even", 0)))));
  after(() => gate?.stop());

  test(`${SWAPS} swaps under load: none failed, none wrong`, async () => {
    const NAMES = ["even", "odd"];
    const sessions = Array.from({ length: 8 }, () => gate.session());
    const pods = (session, name) => session.ask("GET", `/api/v1/namespaces/${name}/pods`);
    let stopped = false;
    let asked = 0;
    const failed = [];
    // Old or new, but always one of the two, while connections stay open.
    const load = sessions.slice(0, 4).map(async (session) => {
      while (!stopped) {
        const found = await Promise.all([session.ask("GET", "/api/v1/nodes"), pods(session, "even"), pods(session, "odd")]);
        asked += found.length;
        const fits = found[0].status === 200 && found.slice(1).every((of) => of.status === 200 || (of.status === 403 && of.body.includes('"Forbidden"')));
        if (!fits) failed.push(found.map((of) => of.status).join());
      }
    });
    let wrong = 0;
    let settled = 0;
    for (let swap = 1; swap <= SWAPS; swap += 1) {
      const reloads = await gate.stat("config_reload");
      gate.write(plugin(policy(NAMES[swap % 2], swap)));
      await until("the swap", async () => (await gate.stat("config_reload")) > reloads);
      const judged = async (session) => {
        const [now, before] = await Promise.all([pods(session, NAMES[swap % 2]), pods(session, NAMES[(swap + 1) % 2])]);
        return now.status === 200 && before.status === 403;
      };
      // The main thread tells it first; each worker follows within some milliseconds.
      const own = sessions.slice(4);
      await until("every worker", async () => (await Promise.all(own.map(judged))).every(Boolean));
      const again = await Promise.all([...own, ...own].map(judged));
      wrong += again.filter((fits) => !fits).length;
      if (swap === Math.ceil(SWAPS / 5)) settled = gate.envoy.memory();
    }
    const grown = gate.envoy.memory() / settled;
    stopped = true;
    await Promise.all(load);
    sessions.forEach((session) => session.close());
    assert.deepEqual(failed, []);
    assert.equal(wrong, 0);
    // Each worker holds the old and the new policy for a moment; over many swaps nothing adds up.
    if (SWAPS > 100) assert.ok(grown < 1.2, `memory grew by ${grown}`);
    assert.ok(asked > SWAPS * 10, `${asked} requests`);
    assert.equal(await gate.stat("update_rejected"), 0);
  });

  test("a bad one is refused and the last good one stays", async () => {
    const session = gate.session();
    gate.write(plugin(policy("even", "good")));
    const status = async (name) => (await session.ask("GET", `/api/v1/namespaces/${name}/pods`)).status;
    await until("the good one", async () => (await status("even")) === 200);
    const bad = plugin(policy("odd", "bad"));
    for (const configuration of [
      "rubbish: [",
      { ...bad, unknown: true },
      plugin("kind: Role\nmetadata: {name: [}"),
      plugin(`# ${"x".repeat(1_100_000)}`),
    ]) {
      const rejected = await gate.stat("update_rejected");
      gate.write(configuration);
      await until("the refusal", async () => (await gate.stat("update_rejected")) > rejected);
      assert.deepEqual([await status("even"), await status("odd")], [200, 403]);
    }
    gate.write(bad);
    await until("the next good one", async () => (await status("odd")) === 200);
    assert.equal(await status("even"), 403);
    session.close();
    const { body } = await get(gate.envoy.admin, "/stats/prometheus?filter=aksess");
    assert.match(body, /^aksess_configurations\{result="refused"\} 4$/m);
    assert.ok(!gate.envoy.output.includes("x".repeat(100)), "no policy in the log");
  });
});

/** A plugin that fails at every request, in the bytes of WebAssembly. */
function failing() {
  const text = (name) => [name.length, ...Buffer.from(name)];
  const section = (id, ...items) => {
    const body = [items.length, ...items.flat()];
    return [id, body.length, ...body];
  };
  const I32 = 0x7f;
  const type = (parameters, results) => [0x60, parameters, ...Array(parameters).fill(I32), results, ...Array(results).fill(I32)];
  const types = [type(0, 0), type(1, 1), type(2, 0), type(2, 1), type(3, 1)];
  const callback = ["abi_version_0_2_1", "on_context_create", "on_vm_start", "on_configure", "on_request_headers"];
  const names = callback.map((name) => `proxy_${name}`);
  const functions = ["malloc", ...names].map((name, at) => [...text(name), 0, at]);
  // the bodies: an address, nothing, nothing, yes, yes, and `unreachable`
  const bodies = [[0x41, 0x80, 0x08, 0x0b], [0x0b], [0x0b], [0x41, 1, 0x0b], [0x41, 1, 0x0b], [0x00, 0x0b]];
  const header = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
  const parts = [
    section(1, ...types),
    section(3, [1], [0], [2], [3], [3], [4]),
    section(5, [0, 2]),
    (() => {
      const body = [functions.length + 1, ...text("memory"), 2, 0, ...functions.flat()];
      return [7, ...(body.length > 127 ? [(body.length & 127) | 128, body.length >> 7] : [body.length]), ...body];
    })(),
    section(10, ...bodies.map((code) => [code.length + 1, 0, ...code])),
  ];
  return Buffer.from([...header, ...parts.flat()]);
}

test("a plugin that fails lets nothing through, and a new machine is started", async (t) => {
  const gate = await Changing.start(plugin(policy("even", 1)), failing());
  t.after(() => gate.stop());
  const session = gate.session();
  const status = async () => (await session.ask("GET", "/api/v1/nodes")).status;
  for (let request = 0; request < 4; request += 1) assert.equal(await status(), 503);
  await until("a new machine", async () => (await status()) === 503 && (await gate.envoy.stat("wasm.aksess.vm_reload_success")) > 0);
  assert.equal(gate.stub.requests.length, 0);
  session.close();
});

test("a gateway that starts with a bad configuration lets nothing through, and a good one repairs it", async (t) => {
  const gate = await Changing.start("rubbish: [");
  t.after(() => gate.stop());
  const session = gate.session();
  const before = gate.stub.requests.length;
  assert.ok([500, 503].includes((await session.ask("GET", "/api/v1/nodes")).status));
  assert.equal(gate.stub.requests.length, before);
  gate.write(plugin(policy("even", 1)));
  await until("the good one", async () => (await session.ask("GET", "/api/v1/nodes")).status === 200);
  session.close();
});

describe("what is wrong with a configuration is told before it is used", () => {
  // The plugin itself refuses every kind in its own test; here some go through the proxy's own linter.
  test("`envoy --mode validate` tells it", async (t) => {
    const path = folder();
    t.after(() => remove(path));
    const base = readFileSync(join(EXAMPLES, "gateway.yaml"), "utf8");
    assert.equal((await validate(path, withPlugin(base, GOOD))).code, 0);
    for (const [what, configuration, told] of BAD.filter((_, at) => at % 8 === 2)) {
      const found = await validate(path, withPlugin(base, configuration));
      assert.equal(found.code, 1, what);
      assert.match(found.told, told, what);
    }
  });

  test("the examples are good as they are, and each has a machine of its own", async (t) => {
    const path = folder();
    t.after(() => remove(path));
    mkdirSync(join(path, "ecds"));
    writeFileSync(join(path, "ecds/aksess.yaml"), resource);
    const machines = [];
    for (const name of ["gateway.yaml", "webhook.yaml", "gateway-ecds.yaml"]) {
      const text = readFileSync(join(EXAMPLES, name), "utf8");
      const found = await validate(path, text);
      assert.equal(found.code, 0, `${name}: ${found.told}`);
      machines.push(...Array.from(text.matchAll(/vm_id: (\S+)/g), (of) => of[1]));
      assert.ok(!/failure_policy: (?!FAIL_RELOAD)/.test(text));
    }
    assert.equal(new Set(machines).size, machines.length);
  });
});
