// Would a cluster take the examples that are not run here, those for Istio and for Envoy Gateway?
//
// The other examples are configurations of Envoy, and tests/envoy runs them.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import test from "node:test";
import { parseAllDocuments } from "yaml";

import { PUBLISHED, judge } from "./published.mjs";
import { readSchema, violations } from "./schema.mjs";

const ROOT = new URL("../../", import.meta.url);
const EXAMPLES = new URL("wasm/proxy/examples/", ROOT);
const read = (path, from = ROOT) => readFileSync(new URL(path, from), "utf8");
const configuration = readSchema();

/** What a cluster reads: it has YAML 1.1, where a word may be a number that is none in 1.2. */
function documents(text) {
  return parseAllDocuments(text, { version: "1.1" }).map((document) => {
    assert.deepEqual([...document.errors, ...document.warnings], []);
    return document.toJS();
  });
}

/** What is wrong with a document, the configuration of the plugin in it included. */
function check(document) {
  const { wrong, open } = judge(document);
  const within = Object.entries(open).flatMap(([at, value]) => violations(configuration, value, configuration, at));
  return [...wrong, ...within];
}

/** Every object of a document with its place. */
function objects(value, at = "") {
  if (typeof value !== "object") return [];
  const within = Object.entries(value).flatMap(([key, of]) => objects(of, `${at}/${key}`));
  return Array.isArray(value) ? within : [[value, at], ...within];
}

/** The files, what is not an object of Kubernetes left out. */
const KINDS = Object.fromEntries(
  readdirSync(EXAMPLES, { recursive: true })
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => [file, documents(read(file, EXAMPLES)).flatMap(({ kind }) => kind ?? [])])
    .filter(([, kinds]) => kinds.length > 0),
);

test("every example with a kind is known here", () => {
  assert.deepEqual(KINDS, {
    // a file of the API server's own, of which no package has a schema
    "authorization-configuration.yaml": ["AuthorizationConfiguration"],
    "envoy-gateway.yaml": ["EnvoyExtensionPolicy"],
    "istio-wasmplugin.yaml": ["WasmPlugin"],
  });
});

const ISTIO = read("istio-wasmplugin.yaml", EXAMPLES);
const ENVOY_GATEWAY = read("envoy-gateway.yaml", EXAMPLES);
const FREE = "/spec/selector/matchLabels"; // where a key is anybody's word

for (const [text, place] of [[ISTIO, "/spec/pluginConfig"], [ENVOY_GATEWAY, "/spec/wasm/0/config"]]) {
  const [document, ...more] = documents(text);
  assert.deepEqual(more, []);
  const { model, name, from } = PUBLISHED.find(({ model }) => model.is(document));

  test(`${model.kind} fits the schema of ${from}`, () => {
    assert.deepEqual(check(document), []);
    // the configuration of the plugin, and nothing else, is left to the plugin
    assert.deepEqual(Object.keys(judge(document).open), [place]);
  });

  test(`${model.kind} with any of its fields misspelt is refused`, () => {
    // at the top stands which schema it is
    const known = objects(document).filter(([, at]) => at !== "" && at !== FREE && !at.startsWith(place));
    assert.ok(known.length >= 3);
    for (const [object, at] of known) {
      for (const [key, value] of Object.entries(object)) {
        delete object[key];
        object[`${key}s`] = value;
        assert.ok(judge(document).wrong.includes(`${at}/${key}s: is unknown`), `${at}/${key}`);
        delete object[`${key}s`];
        object[key] = value;
      }
    }
    assert.deepEqual(check(document), []);
  });

  test(`${model.kind} says against which schema it was checked, and that it was not run`, () => {
    const version = JSON.parse(read("tests/package.json")).devDependencies[name];
    const head = text.slice(0, text.indexOf("\napiVersion:")).replace(/\n# ?/g, " ");
    const page = read("docs/gateway.md").replace(/\s+/g, " ");
    assert.match(head, /^# NOT RUN/);
    for (const where of [head, page.replaceAll("`", "")]) assert.ok(where.includes(`${from} (${name} ${version})`), where);
    assert.match(page, /not run/);
  });
}

test("the version of Istio is the one the package was made of", () => {
  const { "crd-generate": made } = JSON.parse(read("tests/node_modules/@kubernetes-models/istio/package.json"));
  const version = /istio\/([\d.]+)\/.*crd-all/.exec(made.input.join("\n"))[1];
  assert.equal(PUBLISHED[0].from, `Istio ${version}`);
});

test("Istio attaches the plugin to the gateway", () => {
  // It counts a gateway's listeners as CLIENT: what asks for SERVER is attached to none, and everything passes.
  const [{ spec }] = documents(ISTIO);
  assert.deepEqual(spec.selector.matchLabels, { istio: "ingressgateway" });
  assert.equal(spec.match, undefined);
});

// what is done to an example, to which, and what is told
const MISTAKES = [
  ["a misspelt field", ISTIO, "failStrategy:", "failStrategie:", "/spec/failStrategie: is unknown"],
  ["a misspelt field at the top", ISTIO, "spec:", "specs: 1\nspec:", "/specs: is unknown"],
  ["an unknown word", ISTIO, ": FAIL_RELOAD", ": RELOAD", "/spec/failStrategy: must be equal to one of the allowed values"],
  ["a checksum that is a number", ISTIO, /"(0{64})"/, "$1", "/spec/sha256: must be string"],
  ["a label that is a number", ISTIO, "istio: ingressgateway", "istio: 1", "/spec/selector/matchLabels/istio: must be string"],
  ["no address", ISTIO, / {2}url:.*\n/, "", "/spec: must have required property url"],
  ["a misspelt field of the plugin's", ISTIO, "upstream:", "upstreams:", "/spec/pluginConfig/mode/enforce: upstreams is unknown"],
  ["a misspelt field", ENVOY_GATEWAY, "rootID:", "rootId:", "/spec/wasm/0/rootId: is unknown"],
  ["a word for yes or no", ENVOY_GATEWAY, "failOpen: false", 'failOpen: "false"', "/spec/wasm/0/failOpen: must be boolean"],
  ["a checksum that is a number", ENVOY_GATEWAY, /"(0{64})"/, "$1", "/spec/wasm/0/code/http/sha256: must be string"],
  ["no type", ENVOY_GATEWAY, / *type: HTTP\n/, "", "/spec/wasm/0/code: must have required property type"],
  ["no kind of target", ENVOY_GATEWAY, / *kind: HTTPRoute\n/, "", "/spec/targetRefs/0: must have required property kind"],
  ["a misspelt field of the plugin's", ENVOY_GATEWAY, "text: |", "texts: |", "/spec/wasm/0/config/policy/documents/0: texts is unknown"],
];

for (const [what, text, from, to, told] of MISTAKES) {
  test(`${what} is refused: ${told}`, () => {
    const changed = text.replace(from, to);
    assert.notEqual(changed, text);
    const wrong = documents(changed).flatMap(check);
    assert.ok(wrong.includes(told), wrong.join("\n"));
  });
}

test("a kind without a schema is refused", () => {
  const [document] = documents(ISTIO.replace("kind: WasmPlugin", "kind: WasmPlugins"));
  assert.throws(() => check(document), /no schema of extensions.istio.io\/v1alpha1 WasmPlugins/);
});
