// Does the plugin load into a proxy, and does it refuse what it cannot decide?
//
// The proxy here is the least that proxy-wasm asks for: it hands over the configuration and notes what
// is answered.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import test from "node:test";

const PLUGIN = new URL("../../target/wasm/wasm32-unknown-unknown/plugin/aksess_proxy.wasm", import.meta.url);
assert.ok(existsSync(PLUGIN), "the plugin is missing; build it with `make plugin`");
const plugin = new WebAssembly.Module(readFileSync(PLUGIN));

test("the plugin imports the proxy's functions and nothing else", () => {
  const imports = WebAssembly.Module.imports(plugin);
  assert.ok(imports.length > 0);
  for (const { module, name, kind } of imports) {
    assert.equal(module, "env", name);
    assert.match(name, /^proxy_/);
    assert.equal(kind, "function", name);
  }
});

const POLICY = `kind: ClusterRole
apiVersion: rbac.authorization.k8s.io/v1
metadata: {name: everything}
rules:
- {apiGroups: ["*"], resources: ["*"], verbs: ["*"]}
`;

/** Starts the plugin with a configuration. */
function start(configuration) {
  const told = { configured: false, answers: [] };
  const write = (bytes, address, size) => {
    const at = instance.exports.malloc(bytes.length);
    new Uint8Array(instance.exports.memory.buffer, at, bytes.length).set(bytes);
    const memory = new DataView(instance.exports.memory.buffer);
    memory.setUint32(address, at, true);
    memory.setUint32(size, bytes.length, true);
    return 0;
  };
  const functions = {
    proxy_get_buffer_bytes: (_kind, _start, _length, address, size) => write(Buffer.from(configuration), address, size),
    proxy_send_local_response: (status) => (told.answers.push(status), 0),
  };
  const env = new Proxy(functions, { get: (known, name) => known[name] ?? (() => 0) });
  const instance = new WebAssembly.Instance(plugin, { env });
  instance.exports._initialize();
  instance.exports.proxy_on_context_create(1, 0);
  told.configured = instance.exports.proxy_on_configure(1, configuration.length) !== 0;
  told.request = () => {
    instance.exports.proxy_on_context_create(2, 1);
    return instance.exports.proxy_on_request_headers(2, 0, 1);
  };
  return told;
}

test("every request is refused and goes no further", () => {
  for (const configuration of [POLICY, ""]) {
    const told = start(configuration);
    assert.ok(told.configured);
    const PAUSE = 1;
    assert.equal(told.request(), PAUSE);
    assert.deepEqual(told.answers, [403]);
  }
});

test("a configuration that cannot be read is not accepted", () => {
  assert.ok(!start("kind: [").configured);
});
