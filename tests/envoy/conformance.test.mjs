// Does the plugin in a real proxy answer as the genuine Kubernetes code does?
//
// Vectors beside the project are used where they are there; the samples kept in the project always are.

import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { Session, credentials, each } from "./client.mjs";
import { EXAMPLES, Envoy, ROOT, folder, freePorts, gateway, remove, withPlugin, withPorts } from "./proxy.mjs";
import { ALL, enforce } from "./gate.mjs";
import * as upstream from "./upstream.mjs";

const SHARED = join(ROOT, "../shared/vectors/kubernetes");
const KEPT = join(ROOT, "tests/vectors");
const lines = (path) => readFileSync(path, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));
const beside = existsSync(SHARED);

/** Worlds by name, each a text. */
const worlds = Object.fromEntries(lines(join(KEPT, "random-worlds.jsonl")).map(({ world, list }) => [world, JSON.stringify(list)]));
if (beside) worlds.bootstrap = readFileSync(join(SHARED, "bootstrap-world.json"), "utf8");

describe("the webhook", () => {
  const sessions = {};
  let path, envoy;
  before(async () => {
    path = folder();
    const names = Object.keys(worlds);
    const [admin, ...ports] = await freePorts(names.length + 1);
    const text = readFileSync(join(EXAMPLES, "webhook.yaml"), "utf8");
    const start = text.indexOf("  - name: webhook\n");
    const listener = text.slice(start);
    const all = names.map((name, at) => {
      const plugin = { mode: { webhook: { callers: ["kube-apiserver"] } }, policy: { documents: [{ name, text: worlds[name] }] } };
      return withPorts(withPlugin(listener, plugin), { 8444: ports[at] }).replace("- name: webhook\n", `- name: ${name}\n`);
    });
    envoy = await Envoy.start(path, withPorts(text.slice(0, start), { 9901: admin }) + all.join("\n"), admin, { workers: 1 });
    names.forEach((name, at) => (sessions[name] = new Session(ports[at], credentials(path, "kube-apiserver"))));
  });
  after(async () => {
    Object.values(sessions).forEach((session) => session.close());
    await envoy?.stop();
    remove(path);
  });

  const files = [["20 worlds", join(KEPT, "random-cases.jsonl")]];
  if (beside) files.push(["bootstrap", join(SHARED, "bootstrap-cases.jsonl")]);
  for (const [name, file] of files) {
    test(`${name}: every question`, async (t) => {
      const cases = lines(file).filter((of) => of.user || of.groups?.length);
      const wrong = [];
      await each(cases, async (of) => {
        const { user, groups, verb } = of;
        const asked =
          of.nonResourceURL === undefined
            ? { resourceAttributes: { verb, group: of.apiGroup, resource: of.resource, subresource: of.subresource, namespace: of.namespace, name: of.name } }
            : { nonResourceAttributes: { path: of.nonResourceURL, verb } };
        const body = JSON.stringify({ kind: "SubjectAccessReview", apiVersion: "authorization.k8s.io/v1", spec: { user, groups, ...asked } });
        const found = await sessions[of.world || "bootstrap"].ask("POST", "/", { "content-type": "application/json" }, body);
        const status = found.status === 200 ? JSON.parse(found.body).status : {};
        const allowed = (of.chainExpected ?? of.expected) === "allow";
        const reason = groups?.includes("system:masters") ? "" : of.reason ?? "";
        const fits = status.allowed === allowed && (of.chainExpected !== undefined || (status.reason ?? "") === reason);
        if (!fits) wrong.push(`${of.id}: ${found.status} ${found.body}`);
      });
      t.diagnostic(`${name}: ${cases.length - wrong.length}/${cases.length}`);
      assert.deepEqual(wrong.slice(0, 3), []);
    });
  }
});

/** A gateway of the shipped example for each policy, in one proxy, and a session of a front proxy to each. */
async function fronts(policies) {
  const path = folder();
  const stub = await upstream.start();
  const [admin, ...ports] = await freePorts(policies.length + 1);
  const text = gateway();
  const [start, end] = [text.indexOf("  - name: gateway\n"), text.indexOf("  clusters:\n")];
  const listeners = policies.map((policy, at) => {
    const plugin = enforce(policy, { identity: ALL, answerReviews: false });
    const own = withPorts(withPlugin(text.slice(start, end), plugin), { 8443: ports[at] });
    return own.replace("- name: gateway\n", `- name: gateway-${at}\n`);
  });
  const all = text.slice(0, start) + listeners.join("\n") + text.slice(end);
  const envoy = await Envoy.start(path, withPorts(all, { 9901: admin, 6443: stub.port }), admin, { workers: 1 });
  const stop = async () => {
    gates.forEach((gate) => gate.close());
    await envoy.stop();
    await stub.stop();
    remove(path);
  };
  const gates = ports.map((port) => front(port, path));
  return { gates, stop };
}

function front(port, path) {
  const session = new Session(port, credentials(path, "front-proxy"));
  const ask = (by, method, target, user, groups) =>
    by.ask(
      method,
      target,
      { "x-remote-user": Buffer.from(user).toString("latin1"), ...(groups.length ? { "x-remote-group": groups } : {}) },
      undefined,
      { early: true },
    );
  return {
    ask: (...request) => ask(session, ...request),
    /** Asks over a connection of its own, which the proxy may close in answer. */
    askAlone: async (...request) => {
      const own = new Session(port, credentials(path, "front-proxy"));
      try {
        return await ask(own, ...request);
      } finally {
        own.close();
      }
    },
    close: () => session.close(),
  };
}

test("refusals are those of a running API server, byte for byte", async (t) => {
  const [world, file, least] = beside
    ? [join(SHARED, "bootstrap-world.json"), join(SHARED, "forbidden.jsonl"), 490]
    : [join(KEPT, "forbidden-world.json"), join(KEPT, "forbidden.jsonl"), 45];
  const { gates: [gate], stop } = await fronts([readFileSync(world, "utf8")]);
  t.after(stop);
  const cases = lines(file);
  // Some requests cannot be sent by HTTP/2 at all; the proxy has its own outcome for others.
  const odd = {};
  const wrong = [];
  let same = 0;
  await each(cases, async (of) => {
    const how = passesUnchanged(of) ? gate.ask : gate.askAlone;
    const found = await how(of.method, of.target, of.user, of.groups).catch((error) => ({ status: error.code ?? "error", body: "" }));
    const body = found.body && found.body.startsWith("{") ? JSON.parse(found.body) : found.body;
    const isLine = of.method === "HEAD" || of.target.includes("pretty=true") || found.body.endsWith("}\n");
    const fits = found.status === 403 && isLine && (of.body === null ? body === "" : JSON.stringify(body) === JSON.stringify(of.body));
    if (fits) same += 1;
    else if (passesUnchanged(of)) wrong.push(`${of.id} ${of.method} ${of.target}: ${found.status} ${found.body}`);
    else (odd[outcome(of, found)] ??= []).push(of.id);
  });
  t.diagnostic(`${same} of ${cases.length} byte for byte; the rest by the proxy or the screen before the core:`);
  for (const [what, ids] of Object.entries(odd)) t.diagnostic(`  ${ids.length} ${what}: ${ids.join(" ")}`);
  assert.deepEqual(wrong, []);
  assert.ok(same >= least, `${same}`);
});

/** Whether the shipped configuration hands a request to the plugin as it came and the plugin's screen lets it on. */
function passesUnchanged({ method, target }) {
  const path = target.split("?")[0];
  const segments = path.split("/").slice(1);
  const encoded = /%2f|%5c|%2e|%25/i.test(path) || segments.some((of) => [".", ".."].includes(of));
  const normal = !path.includes("//") && !encoded && !/%(?!20|[4-7])/i.test(path);
  return method !== "CONNECT" && path.startsWith("/") && normal && !target.includes("#");
}

/** In a few words, what became of a request that is not handed on as it came. */
function outcome({ method, target }, found) {
  const why = method === "CONNECT" ? "CONNECT" : target.split("?")[0].includes("//") ? "slashes merged" : !target.startsWith("/") ? "no path" : "an encoding or dots";
  const by = found.body?.startsWith?.('{"kind":"Status"') ? JSON.parse(found.body).reason : "the proxy";
  return `${why}, ${found.status} by ${by}`;
}

test("every http scenario", async (t) => {
  const root = join(ROOT, "tests/scenarios/http");
  const files = readdirSync(root).filter((name) => name.endsWith(".yaml"));
  const texts = files.map((file) => readFileSync(join(root, file), "utf8"));
  const { gates, stop } = await fronts(texts);
  t.after(stop);
  let asked = 0;
  for (const [number, text] of texts.entries()) {
    const scenario = text.slice(text.search(/^kind: Scenario$/m));
    for (const of of scenario.split(/^- as: /m).slice(1)) {
      const user = /user: ([^,}]+)/.exec(of)[1];
      const groups = /groups: \[(.*?)\]/.exec(of)[1].split(", ").map((name) => name.replaceAll('"', ""));
      const [, method, target] = /^ {2}http: (\S+) (.+)$/m.exec(of);
      const expected = /^ {2}expect: (\w+)$/m.exec(of)[1];
      const message = /^ {2}message: '(.*)'$/m.exec(of)?.[1];
      const found = await gates[number].ask(method, target, user, groups);
      const where = `${files[number]}: ${method} ${target}: ${found.status} ${found.body}`;
      asked += 1;
      // An encoded slash is refused by the proxy; to the caller that is a refusal all the same.
      if (target.includes("%2F")) assert.equal(found.status, 400, where);
      else if (expected === "Allow") assert.equal(found.status, 200, where);
      else {
        assert.ok([403, 500].includes(found.status), where);
        if (message && found.status === 403) assert.equal(JSON.parse(found.body).message, message, where);
      }
    }
  }
  t.diagnostic(`${asked} requests of http scenarios`);
  assert.ok(asked > 20);
});
