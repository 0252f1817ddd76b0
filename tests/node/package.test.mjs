// Does the package do in JavaScript what it says?

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { aksess, PACKAGE, ROOT } from "./subject.mjs";

const { Authorizer, decode, rest, version } = aksess;

const POLICY = `kind: Role
apiVersion: rbac.authorization.k8s.io/v1
metadata: {name: reader, namespace: dev}
rules:
- {apiGroups: [""], resources: [pods], verbs: [get, list]}
---
kind: RoleBinding
apiVersion: rbac.authorization.k8s.io/v1
metadata: {name: readers, namespace: dev}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
subjects:
- {apiGroup: rbac.authorization.k8s.io, kind: User, name: alice}
`;
const LIST_PODS = { verb: "list", resource: "pods", namespace: "dev" };
const compile = (text, options) => new Authorizer([{ name: "policy.yaml", text }], options);

test("a question is answered cheaply, fully and in words", () => {
  const authorizer = compile(POLICY);
  const spec = { user: "alice", groups: [], resourceAttributes: LIST_PODS };
  assert.equal(authorizer.authorize(spec), "Allow");
  const trace = authorizer.explain(spec);
  assert.equal(trace.decision, "Allow");
  assert.equal(trace.by, "kubernetes-rbac");
  assert.equal(trace.reason, 'RBAC: allowed by RoleBinding "readers/dev" of Role "reader" to User "alice"');
  assert.equal(trace.message, null);
  assert.equal(trace.grounds[0].binding.location.line, 9);
  assert.match(authorizer.render(spec), /^Allowed by .*Kubernetes RBAC\n/);
  assert.deepEqual(JSON.parse(JSON.stringify(trace)), trace, "a trace is plain data");
  const other = { user: "bob", resourceAttributes: LIST_PODS };
  assert.equal(authorizer.authorize(other), "NoOpinion");
  assert.match(authorizer.explain(other).message, /^pods is forbidden: User "bob" cannot list resource "pods"/);
  assert.equal(authorizer.authorize({ groups: ["system:masters"], nonResourceAttributes: { verb: "get", path: "/" } }), "Allow");
});

test("what was read is counted and its names are known", () => {
  const authorizer = compile(POLICY);
  assert.deepEqual(authorizer.contents, { Role: 1, RoleBinding: 1 });
  const { users, namespaces, resources } = authorizer.vocabulary;
  assert.deepEqual({ users, namespaces, resources }, { users: ["alice"], namespaces: ["dev"], resources: ["pods"] });
  assert.deepEqual(authorizer.diagnostics, []);
});

test("columns of diagnostics count UTF-16 code units", () => {
  const [found] = compile(`"😀é": {kind: 3}\n---\n{"😀é": , `).diagnostics.filter(({ line }) => line === 3);
  assert.equal(found.severity, "error");
  assert.equal(found.source, "policy.yaml");
  // the mistake is the comma: after {, a quote, two units for the face, one for the letter, a quote, a colon, a space
  assert.equal(found.column, 9);
});

test("scenarios among the sources are run", () => {
  const scenario = (expect) => `${POLICY}---
kind: Scenario
title: Alice reads
source: this test
requests:
- {as: {user: alice}, verb: list, resource: pods, namespace: dev, expect: ${expect}}
`;
  const [passed] = compile(scenario("Allow")).test();
  assert.deepEqual(passed.failures, []);
  assert.equal(passed.title, "Alice reads");
  const [failed] = compile(scenario("Deny")).test();
  assert.deepEqual(failed.failures, ["expected Deny, found Allow"]);
  assert.match(failed.report, /^Allowed /);
  assert.equal(failed.review.decision, "Allow");
});

test("bytes are decoded as people save them", () => {
  for (const encoding of ["utf8", "utf16le"]) {
    const bytes = Buffer.from("\ufeffkind: Rôle", encoding);
    assert.deepEqual(decode("a", bytes), { name: "a", text: "kind: Rôle" });
  }
  assert.equal(decode("a", new Uint8Array()).text, "");
});

test("the three orders are accepted", () => {
  for (const order of [undefined, null, "AzureFirst", "KubernetesFirst", "AzureExclusive"]) compile(POLICY, { order });
  compile(POLICY, {});
  compile(POLICY, null);
});

const asking = (spec) => () => compile(POLICY).authorize(spec);
const WRONG = [
  [() => new Authorizer(), "sources must be a list of sources, found nothing"],
  [() => new Authorizer("text"), "sources must be a list of sources, found `text`"],
  [() => new Authorizer([3]), "sources[0] must be an object, found a number"],
  [() => new Authorizer([{ text: "" }]), "sources[0].name must be a string, found nothing"],
  [() => new Authorizer([{ name: "a", text: "" }, { name: "b", text: [] }]), "sources[1].text must be a string, found a list"],
  [() => compile("", { order: "Azure" }), "options.order must be AzureFirst, KubernetesFirst or AzureExclusive, found `Azure`"],
  [() => compile("", { order: 1 }), "options.order must be AzureFirst, KubernetesFirst or AzureExclusive, found a number"],
  [() => compile("", { ordr: "" }), "options.ordr is not known; options has order"],
  [() => compile("", "AzureFirst"), "options must be an object, found `AzureFirst`"],
  [() => decode("a", "text"), "bytes must be a Uint8Array, found `text`"],
  [() => decode(undefined, new Uint8Array()), "name must be a string, found nothing"],
  [asking(), "spec must be an object, found nothing"],
  [asking([]), "spec must be an object, found a list"],
  [asking({ user: 1 }), "spec.user must be a string, found a number"],
  [asking({ groups: 3 }), "spec.groups must be a list of strings, found a number"],
  [asking({ groups: ["a", null] }), "spec.groups[1] must be a string, found nothing"],
  [asking({ extra: { oid: "a" } }), "spec.extra.oid must be a list of strings, found `a`"],
  [asking({ resourceAttributes: true }), "spec.resourceAttributes must be an object, found a boolean"],
  [asking({ resourceAttributes: { name: {} } }), "spec.resourceAttributes.name must be a string, found an object"],
  [
    asking({ resourceAttributes: { apiGroup: "" } }),
    "spec.resourceAttributes.apiGroup is not known; spec.resourceAttributes has namespace, verb, group, version, resource, subresource, name",
  ],
  [asking({ user: "a" }), "spec: exactly one of `resourceAttributes` and `nonResourceAttributes` must be given"],
  [asking({ resourceAttributes: LIST_PODS }), "spec: at least one of `user` and `groups` must be given"],
];

test("wrong arguments throw an error that says what and where", () => {
  for (const [attempt, message] of WRONG) assert.throws(attempt, { name: "TypeError", message });
});

test("an argument that fails while it is read throws", () => {
  const spec = { get user() { throw new TypeError("no"); } };
  assert.throws(asking(spec), { message: "spec.user cannot be read" });
});

test("memory is given back, and nothing can be asked afterwards", () => {
  const authorizer = compile("");
  authorizer[Symbol.dispose]();
  assert.throws(() => authorizer.contents, { name: "TypeError", code: "freed", argument: "Authorizer" });
});

test("errors have a code and name the argument at fault", () => {
  const thrown = (attempt) => {
    try {
      attempt();
    } catch ({ name, code, argument }) {
      return [name, code, argument];
    }
  };
  assert.deepEqual(thrown(() => compile("").authorize({ groups: [1] })), ["TypeError", "argument", "spec.groups[0]"]);
  assert.deepEqual(thrown(() => compile("").review({ as: { user: "a" } })), ["TypeError", "content", "request"]);
  assert.deepEqual(thrown(() => compile("").whoCanAct({ action: "a/b", scope: "c" })), ["TypeError", "content", "asked"]);
  assert.deepEqual(thrown(() => compile("").whoCanAct({ action: "a/b", scope: "/", plane: "c" })), ["TypeError", "argument", "asked.plane"]);
  assert.deepEqual(thrown(() => compile("").renderFindings("html")), ["TypeError", "argument", "format"]);
  assert.deepEqual(thrown(() => compile("").preflight({ purpose: "all" })), ["TypeError", "argument", "asked.purpose"]);
  assert.deepEqual(thrown(() => Authorizer.fromSnapshot(new Uint8Array(8))), ["TypeError", "snapshot", "bytes"]);
});

test("require and import give the same program", async () => {
  const imported = await import(join(PACKAGE, "node/aksess.js"));
  assert.equal(imported.Authorizer, Authorizer);
  assert.equal(imported.version(), version());
});

test("the package has the engine's version", () => {
  const { version: told } = JSON.parse(readFileSync(join(PACKAGE, "package.json"), "utf8"));
  assert.equal(told, version());
});

test("the browser's half runs from its bytes", async () => {
  const web = await import(join(PACKAGE, "web/aksess.js"));
  await web.default({ module_or_path: readFileSync(join(PACKAGE, "web/aksess_bg.wasm")) });
  const authorizer = new web.Authorizer([{ name: "policy.yaml", text: POLICY }]);
  assert.equal(authorizer.authorize({ user: "alice", resourceAttributes: LIST_PODS }), "Allow");
  // here nothing can be fetched while the program waits, so what is missing is told, and can be handed over
  assert.throws(() => authorizer.findings(), /await rest\(\) before/);
  const interrupted = new web.Authorizer([]);
  assert.throws(() => interrupted.explain({ groups: [1] }), /await rest\(\) before/);
  interrupted.free();
  await assert.rejects(web.rest([new Uint8Array(4)]), WebAssembly.CompileError);
  const parts = ["more", "rest"].map((part) => readFileSync(join(PACKAGE, `web/aksess_${part}.wasm`)));
  await web.rest([Promise.resolve(parts[0]), new WebAssembly.Module(parts[1])]);
  assert.deepEqual(authorizer.findings(), compile(POLICY).findings());
  authorizer.free();
  await rest();
});

test("the element may be imported where there is no browser", async () => {
  const { AksessTrace } = await import(join(PACKAGE, "web/element.js"));
  assert.equal(typeof AksessTrace, "function");
});

test("it installs from its archive and brings the command", () => {
  const folder = mkdtempSync(join(tmpdir(), "aksess-"));
  const npm = (...words) => execFileSync("npm", words, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  try {
    const [{ filename }] = JSON.parse(npm("pack", "--json", PACKAGE));
    npm("install", "--offline", "--no-audit", "--no-fund", `./${filename}`);
    const told = execFileSync(join(folder, "node_modules/.bin/aksess"), ["--version"], { encoding: "utf8" });
    assert.equal(told, `aksess ${version()}\n`);
    const program = 'import { version } from "aksess"; console.log(version())';
    const words = ["--input-type=module", "--eval", program];
    assert.equal(execFileSync(process.execPath, words, { cwd: folder, encoding: "utf8" }), `${version()}\n`);
    const scenario = join(ROOT, "tests/scenarios/kubernetes/missing-role.yaml");
    const tested = execFileSync(join(folder, "node_modules/.bin/aksess"), ["test", scenario], { encoding: "utf8" });
    assert.match(tested, /\d+ passed, 0 failed\n$/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
