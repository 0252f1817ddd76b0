// What happens when the policy changes, and when it must not?

import assert from "node:assert/strict";
import { readFileSync, renameSync, writeFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { Session, credentials } from "./client.mjs";
import { EXAMPLES, Envoy, folder, freePorts, get, remove, until, validate, withPlugin, withPorts } from "./proxy.mjs";
import { CERTIFICATE, ENTRA, FRONT, enforce } from "./gate.mjs";
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
  static async start(first) {
    const gate = new Changing();
    gate.path = folder();
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
    }
    stopped = true;
    await Promise.all(load);
    sessions.forEach((session) => session.close());
    assert.deepEqual(failed, []);
    assert.equal(wrong, 0);
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
    const { body } = await get(gate.envoy.admin, "/stats/prometheus?filter=aksess_configurations");
    assert.match(body, /^aksess_configurations\{result="refused"\} 4$/m);
    assert.ok(!gate.envoy.output.includes("x".repeat(100)), "no policy in the log");
  });
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
  const good = enforce(policy("even", 1), { identity: [ENTRA, FRONT, CERTIFICATE] });
  const { enforce: settings } = good.mode;
  const change = (more) => ({ ...good, mode: { enforce: { ...settings, ...more } } });
  const without = (key) => {
    const { [key]: _, ...rest } = settings;
    return { ...good, mode: { enforce: rest } };
  };
  const tokenWith = (more) => change({ identity: [{ token: { ...ENTRA.token, ...more } }] });
  const BAD = [
    ["no configuration", "", /line 1, column 1: there is nothing/],
    ["no YAML", "mode: [", /line \d+, column \d+: /],
    ["an unknown field", { ...good, polices: 1 }, /unknown field `polices`; known here: policy, order, mode, metrics/],
    ["an unknown field within", change({ answerReview: true }), /unknown field `answerReview`/],
    ["a field of another type", change({ answerReviews: "yes" }), /`answerReviews` is `true` or `false`, not a string/],
    ["a field twice", `{"metrics": true,\n "metrics": false}`, /line 2, column 2: `metrics` is written twice/],
    ["no policy", { mode: good.mode }, /missing field `policy`/],
    ["no mode", { policy: good.policy }, /missing field `mode`/],
    ["two modes", { ...good, mode: { ...good.mode, webhook: { callers: ["x"] } } }, /`mode` must have one of/],
    ["an unknown order", { ...good, order: "azureFirst" }, /`order` must be one of: AzureFirst, KubernetesFirst, AzureExclusive/],
    ["no identity", without("identity"), /missing field `identity`/],
    ["nobody believed", change({ identity: [] }), /`identity` is empty, so nobody is believed/],
    ["anonymous before others", change({ identity: [{ anonymous: {} }, CERTIFICATE] }), /`anonymous` must be the last/],
    ["no front named", change({ identity: [{ frontHeaders: { frontNames: [] } }] }), /`frontNames` is empty/],
    ["no upstream", without("upstream"), /missing field `upstream`/],
    ["a certificate to pass on", change({ upstream: "credential" }), /a certificate ends at the gateway/],
    ["no audience", tokenWith({ audiences: [] }), /`audiences` is empty/],
    ["a reserved prefix", tokenWith({ prefix: "system:x" }), /`prefix` `system:x` makes names that only the cluster gives/],
    ["a header that is taken", tokenWith({ payloadHeader: "x-remote-user" }), /no header of its own/],
    ["two issuers alike", change({ identity: [ENTRA, { token: { ...ENTRA.token, payloadHeader: "x-b", payloadMetadata: "b" } }] }), /a name of one issuer would count as another's/],
    ["no caller", { policy: good.policy, mode: { webhook: { callers: [] } } }, /`callers` is empty/],
    ["a policy that cannot be read", { ...good, policy: { documents: [{ name: "p.yaml", text: "kind: Role\nmetadata: [\n" }] } }, /p\.yaml:\d+:\d+: /],
    ["a policy too large", { ...good, policy: { documents: [{ name: "p", text: "#".repeat(1_048_577) }] } }, /`documents` hold 1048577 bytes/],
    ["reviews before another service", change({ service: "http", answerReviews: true }), /`answerReviews` is for the service `kubernetes`/],
    ["defaults before another service", { ...change({ service: "http" }), policy: { documents: [{ name: "p", text: "kind: ClusterSettings\nkubernetesDefaults: true" }] } }, /`kubernetesDefaults`/],
  ];

  test(`envoy --mode validate refuses ${BAD.length} kinds`, async (t) => {
    const path = folder();
    t.after(() => remove(path));
    const base = readFileSync(join(EXAMPLES, "gateway.yaml"), "utf8");
    assert.equal((await validate(path, withPlugin(base, good))).code, 0);
    for (const [what, configuration, told] of BAD) {
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
