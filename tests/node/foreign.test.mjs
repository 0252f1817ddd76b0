// Is a value read wherever it is from, and is memory given back whatever its code does?
//
// Objects without a prototype and of another realm are what they are here. Proxies and getters that throw give an error
// with a code, at every place where they are looked at, and what was asked can still be freed. What was freed says so.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import test from "node:test";
import { runInNewContext } from "node:vm";
import { aksess } from "./subject.mjs";

const decide = createRequire(import.meta.url)("../../pkg/decide/node/aksess.js");
const { Authorizer, decode, identity } = aksess;

const POLICY = `kind: ClusterRole
metadata: {name: reader}
rules: [{apiGroups: [""], resources: [pods], verbs: [list]}]
---
kind: ClusterRoleBinding
metadata: {name: readers}
roleRef: {kind: ClusterRole, name: reader}
subjects: [{kind: Group, name: devs}]
`;
const compile = () => new Authorizer([{ name: "policy.yaml", text: POLICY }]);
const small = () => decide.Authorizer.fromSnapshot(compile().snapshot());
const SPEC = { user: "ann", groups: ["devs"], resourceAttributes: { verb: "list", resource: "pods" } };
const elsewhere = (value) => runInNewContext(`(${JSON.stringify(value)})`);

/** The same without prototypes. */
function bare(value) {
  if (Array.isArray(value) || typeof value !== "object") return value;
  return Object.assign(Object.create(null), Object.fromEntries(Object.entries(value).map(([key, of]) => [key, bare(of)])));
}

/** What is thrown, as `name code argument: message`. */
function thrown(attempt) {
  try {
    return { answer: attempt() };
  } catch ({ name, code, argument, message }) {
    return `${name} ${code} ${argument}: ${message}`;
  }
}

test("objects without a prototype and of another realm are read alike", () => {
  const authorizer = compile();
  const spec = { ...SPEC, extra: { oid: ["1"] } };
  for (const of of [bare, elsewhere]) {
    assert.equal(authorizer.authorize(of(SPEC)), "Allow");
    assert.deepEqual(authorizer.explain(of(spec)), authorizer.explain(spec));
    assert.equal(authorizer.authorize(authorizer.prepare(of(spec))), "Allow");
    assert.deepEqual(identity(of({ user: "a", extra: { k: ["v"] } })), identity({ user: "a", extra: { k: ["v"] } }));
    assert.deepEqual(authorizer.matrix(of({ subjects: [{ groups: ["devs"] }], resources: [{ resource: "pods" }], verbs: ["list"] })), [[["list"]]]);
    assert.equal(authorizer.review(of({ as: { user: "ann", groups: ["devs"] }, verb: "list", resource: "pods" })).decision, "Allow");
    assert.deepEqual(new Authorizer([of({ name: "a", text: POLICY })], of({ order: "KubernetesFirst" })).contents, authorizer.contents);
    assert.equal(small().authorize(of(SPEC)), "Allow");
  }
  assert.deepEqual(new Authorizer(elsewhere([{ name: "a", text: POLICY }])).contents, authorizer.contents);
});

test("bytes of another realm are bytes, and what only looks like them is not", () => {
  const snapshot = compile().snapshot();
  const given = { numbers: [...snapshot] };
  for (const bytes of ["new Uint8Array(numbers)", "new Uint8Array(numbers).buffer"].map((code) => runInNewContext(code, given))) {
    for (const { Authorizer } of [aksess, decide]) assert.equal(Authorizer.fromSnapshot(bytes).authorize(SPEC), "Allow");
  }
  assert.equal(decode("a", runInNewContext("new Uint8Array([107])")).text, "k");
  const detached = new Uint8Array(4);
  structuredClone(detached.buffer, { transfer: [detached.buffer] });
  for (const bytes of [[1, 2], new Uint16Array(2), new DataView(new ArrayBuffer(2)), { length: 2, [Symbol.toStringTag]: "Uint8Array" }, new Proxy(snapshot, {}), detached.buffer]) {
    for (const { Authorizer } of [aksess, decide]) assert.match(thrown(() => Authorizer.fromSnapshot(bytes)), /^TypeError argument bytes: bytes (must be a Uint8Array|cannot be read)/);
  }
});

const boom = () => {
  throw new RangeError("the caller's own");
};
/** A proxy whose every trap of one kind throws. */
const trapped = (target, trap) => new Proxy(target, { [trap]: boom });
const revoked = (target) => {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
};
const HOSTILE = {
  keys: [trapped(SPEC, "ownKeys"), "spec"],
  fields: [trapped(SPEC, "get"), /spec\.\w+/],
  "keys of attributes": [{ ...SPEC, resourceAttributes: trapped({}, "ownKeys") }, "spec.resourceAttributes"],
  "keys of extra": [{ ...SPEC, extra: trapped({ oid: ["1"] }, "ownKeys") }, "spec.extra"],
  items: [{ ...SPEC, groups: trapped(["devs"], "get") }, "spec.groups"],
  "items of extra": [{ ...SPEC, extra: { oid: trapped(["1"], "get") } }, "spec.extra.oid"],
  "a getter in a list": [{ ...SPEC, groups: Object.defineProperty([], 0, { get: boom }) }, "spec.groups"],
  "a revoked proxy": [revoked({}), "spec"],
  "a revoked list": [{ ...SPEC, groups: revoked([]) }, "spec.groups"],
};
const ASKING = ["authorize", "prepare", "explain", "render", "forbiddenBody"];

for (const [what, [spec, argument]] of Object.entries(HOSTILE)) {
  test(`${what}: what throws while it is read is told, and memory is given back`, () => {
    for (const method of ASKING) {
      const authorizer = compile();
      const told = thrown(() => authorizer[method](spec));
      assert.match(told, /^TypeError argument (\S+): \1 cannot be read$/, method);
      assert.match(told.split(" ")[2], argument instanceof RegExp ? argument : new RegExp(`^${argument}:$`), method);
      assert.equal(authorizer.authorize(SPEC), "Allow", method);
      authorizer.free();
    }
    const authorizer = small();
    for (const method of ["authorize", "prepare"]) assert.match(thrown(() => authorizer[method](spec)), /^TypeError argument spec: /);
    authorizer.free();
  });
}

test("the lists and texts of every other method are read as carefully", () => {
  const authorizer = compile();
  const list = trapped([{}], "get");
  const attempts = {
    sources: () => new Authorizer(list),
    options: () => new Authorizer([], trapped({ order: "AzureFirst" }, "ownKeys")),
    specs: () => authorizer.prepareAll(list),
    "asked.subjects": () => authorizer.matrix({ subjects: list, resources: [], verbs: [] }),
    "asked.verbs": () => authorizer.matrix({ subjects: [], resources: [], verbs: list }),
    "subject.groups": () => authorizer.whatCan({ groups: list }),
    asked: () => authorizer.preflight(trapped({}, "ownKeys")),
    namespace: () => authorizer.whatCan({}, revoked({})),
    request: () => authorizer.review(trapped({}, "ownKeys")),
    text: () => authorizer.read(revoked({})),
    format: () => authorizer.renderFindings(revoked([])),
    name: () => decode(revoked([]), new Uint8Array()),
    bytes: () => decode("a", revoked([])),
    attributes: () => authorizer.whoCan(trapped({}, "ownKeys")),
  };
  for (const [argument, attempt] of Object.entries(attempts)) assert.match(thrown(attempt), new RegExp(`^TypeError argument ${argument}: `));
  assert.match(thrown(() => small().prepareAll(list)), /^TypeError argument specs: /);
  assert.match(thrown(() => small().prepareAll([{}])), /^TypeError argument spec: /);
  authorizer.free();
});

test("what is no policy and no batch is told", () => {
  const authorizer = compile();
  for (const value of [undefined, 1, {}, revoked({})]) {
    assert.equal(thrown(() => authorizer.diff(value)), "TypeError argument other: other must be an Authorizer");
    for (const policy of [authorizer, small()]) assert.equal(thrown(() => policy.authorizeAll(value)), "TypeError argument batch: batch must be what prepareAll gives");
  }
  assert.equal(thrown(() => small().authorize(revoked({}))).split(":")[0], "TypeError argument spec");
  authorizer.free();
});

test("freeing twice does nothing, and what was freed says so", () => {
  for (const authorizer of [compile(), small()]) {
    const question = authorizer.prepare(SPEC);
    const batch = authorizer.prepareAll([SPEC]);
    for (const held of [question, batch]) for (let times = 0; times < 2; times += 1) held.free();
    const freed = (name) => `TypeError freed ${name}: this ${name} was freed`;
    assert.equal(thrown(() => batch.length), freed("PreparedBatch"));
    assert.equal(thrown(() => authorizer.authorizeAll(batch)), freed("PreparedBatch"));
    assert.equal(thrown(() => authorizer.authorize(question)), freed("Prepared"));
    assert.equal(authorizer.authorize(SPEC), "Allow");
    authorizer[Symbol.dispose]();
    authorizer.free();
    authorizer[Symbol.dispose]();
    assert.equal(thrown(() => authorizer.authorize(SPEC)), freed("Authorizer"));
    assert.equal(thrown(() => authorizer.prepare(SPEC)), freed("Authorizer"));
    assert.ok(authorizer instanceof authorizer.constructor);
  }
  const [whole, other] = [compile(), compile()];
  other.free();
  for (const attempt of [() => other.diagnostics, () => other.explain(SPEC), () => whole.diff(other)]) assert.match(thrown(attempt), /^TypeError freed Authorizer: /);
  assert.deepEqual(whole.diff(compile()), { changes: [], circumstances: [] });
});

test("a policy that is freed while it is asked answers, and is gone then", () => {
  const authorizer = compile();
  const spec = { ...SPEC, get uid() { return authorizer.free(), "1"; } };
  assert.equal(authorizer.explain(spec).decision, "Allow");
  assert.match(thrown(() => authorizer.explain(SPEC)), /^TypeError freed/);
});

test("a question that asks another while it is read is still answered as itself", () => {
  for (const [authorizer, inner] of [[compile(), "NoOpinion"], [small(), undefined]]) {
    let answer;
    const resourceAttributes = { resource: "pods", get verb() { return (answer = thrown(() => authorizer.authorize({ ...SPEC, groups: [] })).answer), "list"; } };
    assert.equal(authorizer.authorize({ ...SPEC, resourceAttributes }), "Allow");
    assert.equal(answer, inner);
  }
});

test("memory does not grow when what is asked throws and is freed", async () => {
  const { default: init, ...web } = await import("../../pkg/web/aksess.js");
  const part = (name) => readFileSync(new URL(`../../pkg/web/aksess_${name}.wasm`, import.meta.url));
  const { memory } = await init({ module_or_path: part("bg") });
  await web.rest([part("more"), part("rest")]);
  const text = JSON.stringify({ kind: "Role", metadata: { name: "r".repeat(200_000), namespace: "dev" }, rules: [] });
  const round = () => {
    const authorizer = new web.Authorizer([{ name: "large.json", text }]);
    for (const [spec] of Object.values(HOSTILE)) assert.throws(() => authorizer.explain(spec), { code: "argument" });
    authorizer.free();
  };
  for (let times = 0; times < 5; times += 1) round();
  const before = memory.buffer.byteLength;
  for (let times = 0; times < 50; times += 1) round();
  assert.equal(memory.buffer.byteLength, before);
});
