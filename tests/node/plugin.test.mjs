// Does the plugin load into a proxy, and does it refuse what it cannot carry out?
//
// The proxy here is the least that proxy-wasm asks for: it hands over configuration and headers and notes what
// is answered and told. The same configurations go through a real proxy in tests/envoy.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import test from "node:test";
import { parse } from "yaml";

import { BAD, EVERYTHING, GOOD, enforce } from "../envoy/configurations.mjs";
import { readSchema, violations } from "./schema.mjs";

const PLUGIN = new URL("../../target/plugin/aksess.wasm", import.meta.url);
assert.ok(existsSync(PLUGIN), "the plugin is missing; build it with `make plugin`");
const plugin = new WebAssembly.Module(readFileSync(PLUGIN));
const schema = readSchema();

/** Starts the plugin with a configuration. */
function start(configuration) {
  const text = Buffer.from(typeof configuration === "string" ? configuration : JSON.stringify(configuration));
  const told = { configured: false, answers: [], log: "" };
  const write = (bytes, address, size) => {
    const at = instance.exports.malloc(bytes.length);
    new Uint8Array(instance.exports.memory.buffer, at, bytes.length).set(bytes);
    const memory = new DataView(instance.exports.memory.buffer);
    memory.setUint32(address, at, true);
    memory.setUint32(size, bytes.length, true);
    return 0;
  };
  const headers = Buffer.alloc(4);
  const functions = {
    proxy_get_buffer_bytes: (_kind, _start, _length, address, size) => write(text, address, size),
    proxy_get_header_map_pairs: (_kind, address, size) => write(headers, address, size),
    proxy_send_local_response: (status) => (told.answers.push(status), 0),
    proxy_log: (_level, at, size) => ((told.log += Buffer.from(instance.exports.memory.buffer, at, size)), 0),
  };
  const env = new Proxy(functions, { get: (known, name) => known[name] ?? (() => 0) });
  const instance = new WebAssembly.Instance(plugin, { env });
  instance.exports._initialize();
  instance.exports.proxy_on_context_create(1, 0);
  told.configured = instance.exports.proxy_on_configure(1, text.length) !== 0;
  told.request = () => {
    instance.exports.proxy_on_context_create(2, 1);
    return instance.exports.proxy_on_request_headers(2, 0, 1);
  };
  return told;
}

const PAUSE = 1;

test("a good configuration is taken, and a request without a line is refused", () => {
  const told = start(GOOD);
  assert.ok(told.configured, told.log);
  assert.match(told.log, /policy sha256:[0-9a-f]{64} in order AzureFirst/);
  assert.equal(told.request(), PAUSE);
  assert.deepEqual(told.answers, [400]);
  assert.deepEqual(violations(schema, GOOD), []);
});

test(`${BAD.length} kinds of configuration are refused, each with what is wrong`, () => {
  for (const [what, configuration, wrong, kind] of BAD) {
    const told = start(configuration);
    assert.ok(!told.configured, what);
    assert.match(told.log, wrong, what);
    // without a configuration nothing is let through
    assert.equal(told.request(), PAUSE);
    assert.deepEqual(told.answers, [503], what);
    if (kind === "shape" && what !== "a snapshot of another policy") {
      assert.notDeepEqual(violations(schema, configuration), [], `the schema takes ${what}`);
    }
  }
});

test("the schema and the plugin know the same fields", () => {
  // Each object of the schema, where it stands in a configuration, with a field nobody knows.
  const entra = GOOD.mode.enforce.identity[0].token;
  const places = {
    configuration: (more) => ({ ...GOOD, ...more }),
    enforce: (more) => enforce(EVERYTHING, more),
    webhook: (more) => ({ policy: GOOD.policy, mode: { webhook: { callers: ["a"], ...more } } }),
    token: (more) => enforce(EVERYTHING, { identity: [{ token: { ...entra, ...more } }] }),
    frontHeaders: (more) => enforce(EVERYTHING, { identity: [{ frontHeaders: { frontNames: ["a"], ...more } }] }),
    document: (more) => ({ ...GOOD, policy: { documents: [{ name: "a", text: "", ...more }] } }),
    snapshot: (more) => ({ ...GOOD, policy: { snapshot: { base64: "", digest: "", ...more } } }),
  };
  for (const [name, place] of Object.entries(places)) {
    const known = /known here: (.*)$/m.exec(start(place({ nobody: 1 })).log)[1].split(", ");
    const of = name === "configuration" ? schema : schema.$defs[name];
    assert.deepEqual(Object.keys(of.properties).sort(), known.sort(), name);
    assert.equal(of.additionalProperties, false, name);
  }
});

test("the configurations in the examples for Istio and Envoy Gateway are taken, and their policies without a remark", () => {
  const read = (name) => parse(readFileSync(new URL(`../../wasm/proxy/examples/${name}`, import.meta.url), "utf8"));
  for (const configuration of [read("istio-wasmplugin.yaml").spec.pluginConfig, read("envoy-gateway.yaml").spec.wasm[0].config]) {
    const told = start(configuration);
    assert.ok(told.configured, told.log);
    // a policy with a mistake would be told here
    assert.match(told.log, /^aksess [^\n]* in order \w+$/);
  }
});
