// Do the hand-written types tell the truth?
//
// The compiler is the judge: what the engine really answers is written into a program as literals of
// the declared types. A key that is not declared, a declared key that is missing and a value of
// another type are errors. Keys that may be absent are compared by name beside it.

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import test, { after } from "node:test";
import ts from "typescript";
import { aksess, lines, PACKAGE, ROOT, scenarios } from "./subject.mjs";

const { Authorizer, decode, identity, requestInfo } = aksess;

const folder = mkdtempSync(join(tmpdir(), "aksess-types-"));
after(() => rmSync(folder, { recursive: true }));
mkdirSync(join(folder, "node_modules"));
symlinkSync(PACKAGE, join(folder, "node_modules/aksess"));

/** What the compiler says about each of some programs, by name; a right one is empty. */
function compile(programs, options) {
  const paths = Object.entries(programs).map(([name, text]) => {
    writeFileSync(join(folder, `${name}.mts`), text);
    return join(folder, `${name}.mts`);
  });
  // lib.*.d.ts come with the compiler and need no check
  const settings = { strict: true, noEmit: true, target: ts.ScriptTarget.ES2022, skipDefaultLibCheck: true, ...options };
  const found = Object.fromEntries(Object.keys(programs).map((name) => [name, ""]));
  for (const { file, start, messageText } of ts.getPreEmitDiagnostics(ts.createProgram(paths, settings))) {
    const name = file && basename(file.fileName, ".mts");
    const words = ts.flattenDiagnosticMessageText(messageText, " ");
    found[name] ||= file ? `${name}:${ts.getLineAndCharacterOfPosition(file, start).line + 1}: ${words}` : words;
  }
  return found;
}

/** A world with much variety, and every scenario. */
function answers() {
  const world = lines(join(ROOT, "tests/vectors/random-worlds.jsonl"))[0];
  const authorizer = new Authorizer([{ name: "world.json", text: JSON.stringify(world.list) }]);
  const cases = lines(join(ROOT, "tests/vectors/random-cases.jsonl")).filter((of) => of.world === world.world);
  const traces = cases.map(({ user, groups, verb, resource, namespace, nonResourceURL: path }) => {
    const asked = path ? { nonResourceAttributes: { path, verb } } : { resourceAttributes: { verb, resource, namespace } };
    return authorizer.explain({ user, groups, uid: "1", extra: { oid: ["2"] }, ...asked });
  });
  // what a snapshot did not keep is declared too
  const kept = Authorizer.fromSnapshot(authorizer.snapshot());
  traces.push(...cases.slice(0, 40).map(({ user, groups, verb, resource, namespace }) => kept.explain({ user, groups, resourceAttributes: { verb, resource, namespace } })));
  const played = scenarios().map((path) => new Authorizer([decode(path, readFileSync(join(ROOT, path)))]));
  const outcomes = played.flatMap((of) => of.test());
  outcomes.push(...azure());
  traces.push(...outcomes.flatMap(({ review }) => review.requests.map(({ trace }) => trace)));
  const { diagnostics } = authorizer;
  return { traces, outcomes, diagnostics, vocabularies: played.map((of) => of.vocabulary), ...queries(authorizer, cases) };
}

/** Reviews in worlds of Azure, each as if it were an outcome. */
function azure() {
  const folder = join(ROOT, "tests/vectors/azure");
  const worlds = new Map(lines(join(folder, "worlds.jsonl")).map(({ world, sources }) => [world, new Authorizer(sources)]));
  const asked = lines(join(folder, "control-plane.jsonl")).map(({ world, request }) => [world, request]);
  for (const { world, order, spec } of lines(join(folder, "cases.jsonl"))) {
    const { user, groups, extra, resourceAttributes: { group: apiGroup, version, ...on } = {}, nonResourceAttributes } = spec;
    asked.push([world, { as: { user, groups, extra }, order, ...(nonResourceAttributes ?? { ...on, apiGroup }) }]);
  }
  worlds.set("empty", new Authorizer([]));
  const many = { _claim_names: { groups: "src1" }, _claim_sources: { src1: { endpoint: "https://graph" } } };
  asked.push(["empty", { as: { token: { oid: "1b9c7d37-0e0b-4a8d-8e4e-2f3c0b7f6a11", idtyp: "app", ...many } }, path: "/" }]);
  const review = ([world, request]) => worlds.get(world).review(request);
  return asked.map(review).map((of) => ({ title: "", request: "", location: null, verdict: "", because: "", failures: [], report: "", review: of }));
}

const EVENT = {
  kind: "Event",
  apiVersion: "audit.k8s.io/v1",
  stage: "ResponseComplete",
  verb: "list",
  requestURI: "/api/v1/pods",
  user: { username: "a", groups: ["b"], uid: "1", extra: { k: ["v"] } },
  impersonatedUser: { username: "c" },
  objectRef: { resource: "pods", apiVersion: "v1" },
  annotations: { "authorization.k8s.io/decision": "forbid", "authorization.k8s.io/reason": "no" },
};

const TEXTS = [
  "kubectl rollout restart deployment --as a --as-user-extra k=v --as-uid 1 -n dev",
  "kubectl apply -f web.yaml",
  "kubectl logs deploy/web",
  "kubectl get pods,x y",
  "az aks show -g a -n b --subscription c",
  "az aks namespace get-credentials -g a -n b --cluster-name c",
  "The client 'a' with object id 'b' does not have authorization to perform action 'c/d' over scope '/e'",
  JSON.stringify(EVENT),
  "[" + JSON.stringify(EVENT) + "," + JSON.stringify({ ...EVENT, user: { username: "z", groups: [] }, impersonatedUser: undefined }) + "]",
  "",
];

/** What everyone can by default. */
function defaults() {
  const text = "kind: ClusterSettings\nkubernetesDefaults: true";
  return new Authorizer([{ name: "defaults.yaml", text }]).whatCan({ groups: ["system:authenticated"] });
}

/** The questions about a whole policy, and what needs none. */
function queries(authorizer, cases) {
  const targets = ["/healthz", "/api/v1/namespaces/dev/pods?fieldSelector=a%3Db", "/api/v1/watch"];
  return {
    whoCan: cases.map(({ verb, resource, namespace }) => authorizer.whoCan({ resourceAttributes: { verb, resource, namespace } })),
    rules: [...cases.map(({ user, groups, namespace }) => authorizer.whatCan({ user, groups }, namespace)), defaults()],
    pasted: TEXTS.map((text) => authorizer.read(text)),
    infos: targets.map((target) => requestInfo("GET", target)),
    identities: [identity({ user: "a" })],
  };
}

/** A constant for each, because the compiler finds a list of so many different literals too complex. */
const each = (type, values) => values.map((value, at) => `export const ${type}${at}: ${type} = ${JSON.stringify(value)};`).join("\n");

const NODE = { module: ts.ModuleKind.NodeNext, types: ["node"], typeRoots: [join(ROOT, "tests/node_modules/@types")] };
const mistake = (spec) => `import { Authorizer } from "aksess"; new Authorizer([]).authorize(${spec});`;

test("programs for Node compile, and those with a mistake do not", () => {
  const { traces, outcomes, diagnostics, vocabularies, whoCan, rules, pasted, infos, identities } = answers();
  assert.ok(traces.length > 50 && outcomes.length > 10 && diagnostics.length > 0);
  const programs = {
    use: readFileSync(new URL("types/use.mts", import.meta.url), "utf8"),
    answers: `
      import type { Diagnostic, Identity, Outcome, Pasted, RequestInfo } from "aksess";
      import type { SubjectRules, Trace, Vocabulary, WhoCan } from "aksess";
      export const whoCan: WhoCan[] = ${JSON.stringify(whoCan)};
      export const rules: SubjectRules[] = ${JSON.stringify(rules)};
      export const pasted: Pasted[] = ${JSON.stringify(pasted)};
      export const infos: RequestInfo[] = ${JSON.stringify(infos)};
      export const identities: Identity[] = ${JSON.stringify(identities)};
      ${each("Trace", traces)}
      ${each("Outcome", outcomes)}
      export const diagnostics: Diagnostic[] = ${JSON.stringify(diagnostics)};
      export const vocabularies: Vocabulary[] = ${JSON.stringify(vocabularies)};`,
    unknown: mistake("{ users: ['a'] }"),
    mistyped: mistake("{ groups: 'a' }"),
  };
  const { unknown, mistyped, ...right } = compile(programs, NODE);
  assert.deepEqual(right, { use: "", answers: "" });
  assert.match(unknown, /'users' does not exist in type '[^']*SubjectAccessReviewSpec'/);
  assert.match(mistyped, /'string' is not assignable to type 'string\[\]'/);
});

test("a program that only decides compiles, and gives its memory back by `using`", () => {
  const program = `
    import { Authorizer, type AksessError, type Decision, type PlainQuestion } from "aksess/decide";
    export function ask(bytes: Uint8Array, spec: PlainQuestion): Decision[] {
      using authorizer = Authorizer.fromSnapshot(bytes);
      using question = authorizer.prepare(spec);
      using batch = authorizer.prepareAll([spec]);
      return [authorizer.authorize(question), ...authorizer.authorizeAll(batch)];
    }
    export const isDamaged = ({ code, argument }: AksessError): boolean => code === "snapshot" && argument === "bytes";`;
  const unknown = `import type { AksessError } from "aksess/decide"; export const is = ({ code }: AksessError) => code === "content";`;
  const found = compile({ program, unknown }, { ...NODE, lib: ["lib.es2022.d.ts", "lib.esnext.disposable.d.ts"] });
  assert.equal(found.program, "");
  assert.match(found.unknown, /have no overlap/);
});

test("a program for a bundler compiles, with the loader", () => {
  const program = `
    import init, { Authorizer, type Decision } from "aksess";
    await init();
    const decision: Decision = new Authorizer([]).authorize({ groups: ["a"] });
    export { decision };`;
  const bundler = { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler };
  assert.deepEqual(compile({ program }, { ...bundler, types: [] }), { program: "" });
});

test("a page that uses the element compiles", () => {
  const program = `
    import "aksess/element";
    const trace = document.querySelector("aksess-trace");
    trace?.addEventListener("answer", ({ detail }) => console.log(detail.decision, detail.gates.length));
    if (trace) trace.documents = "kind: Role";`;
  const bundler = { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler };
  assert.deepEqual(compile({ program }, { ...bundler, types: [] }), { program: "" });
});

test("every declared key of an answer occurs", () => {
  const { traces, outcomes, whoCan, rules, pasted, infos, identities } = answers();
  const all = (read) => traces.flatMap(read).filter(Boolean);
  const grounds = all((trace) => trace.grounds);
  const near = all((trace) => trace.nearMisses);
  const met = [...grounds, ...near];
  const reviews = outcomes.map(({ review }) => review);
  const azure = [...all((trace) => trace.azure), ...reviews.flatMap(({ actions }) => (actions ?? []).map((of) => of.azure))];
  const of = (key) => azure.flatMap((trace) => trace[key] ?? []);
  const granting = of("grounds");
  const denials = of("denials");
  const nearby = of("nearMisses");
  const conditions = [...granting, ...nearby].flatMap(({ conditions }) => conditions ?? []);
  const found = {
    Trace: traces,
    AzureTrace: azure,
    AttemptTrace: of("attempts"),
    ActionTrace: of("attempts").flatMap(({ actions }) => actions),
    PrincipalRef: [...of("caller"), ...of("groups"), ...nearby.map(({ principal }) => principal)],
    AssignmentRef: granting.map(({ assignment }) => assignment),
    RoleDefinitionRef: granting.map(({ role }) => role),
    PermissionRef: granting.map(({ permission }) => permission),
    AzureGround: granting,
    Denial: denials,
    AzureNearMiss: nearby,
    AzureDifference: nearby.flatMap(({ differences }) => differences),
    ConditionTrace: conditions,
    ConditionClause: conditions.flatMap(({ clauses }) => clauses),
    AzureCounts: azure.map(({ counts }) => counts),
    Claim: of("notes"),
    Authentication: reviews.map(({ authentication }) => authentication),
    AuthenticationStep: reviews.flatMap(({ authentication }) => authentication.steps),
    GateOpinion: reviews.flatMap(({ gates }) => gates),
    ActionReview: reviews.flatMap(({ actions }) => actions ?? []),
    OrderOutcome: reviews.flatMap(({ orders }) => orders ?? []),
    Opinion: all((trace) => trace.opinions),
    Ground: grounds,
    NearMiss: near,
    Difference: near.flatMap((of) => of.differences),
    ObjectRef: met.flatMap((of) => [of.binding, of.role]),
    SubjectRef: met.map((of) => of.subject),
    RuleRef: met.map((of) => of.rule),
    Counts: all((trace) => trace.counts),
    Location: met.map((of) => of.binding.location),
    SubjectAccessReviewSpec: all((trace) => trace.request),
    ResourceAttributes: all((trace) => trace.request.resourceAttributes),
    NonResourceAttributes: all((trace) => trace.request.nonResourceAttributes),
    Outcome: outcomes,
    AccessReview: reviews,
    ReviewedRequest: outcomes.flatMap(({ review }) => review.requests),
    ImpersonationCheck: outcomes.flatMap(({ review }) => review.impersonation),
    Identity: identities,
    WhoCan: whoCan,
    SubjectGrant: whoCan.flatMap(({ subjects }) => subjects),
    Grant: whoCan.flatMap(({ subjects }) => subjects.map(({ grant }) => grant)),
    SubjectRules: rules,
    ResourceRule: rules.flatMap(({ resourceRules }) => resourceRules),
    NonResourceRule: rules.flatMap(({ nonResourceRules }) => nonResourceRules),
    RequestInfo: infos,
    RequestError: infos.map(({ error }) => error),
    Pasted: pasted,
    PastedRequest: pasted.flatMap(({ requests }) => requests),
    UserInfo: pasted.flatMap(({ caller, impersonate }) => [caller, impersonate]),
    Reported: pasted.map(({ reported }) => reported),
    ControlPlane: pasted.map(({ controlPlane }) => controlPlane),
    Problem: pasted.flatMap(({ problems }) => problems),
  };
  // what is asked and what the engine does not read is not repeated in a trace; a text has alternatives
  // only for servers before 1.35, and an assignment a standing only where it is bound to a time
  const silent = new Set(["uid", "extra", "version", "alternatives", "standing"]);
  const declared = interfaces();
  for (const [name, values] of Object.entries(found)) {
    const keys = new Set(values.filter(Boolean).flatMap(Object.keys));
    const expected = declared[name].filter((key) => !silent.has(key) || keys.has(key));
    assert.deepEqual([...keys].sort(), expected.sort(), name);
  }
});

/** The declared keys by name of the interface. */
function interfaces() {
  const path = join(PACKAGE, "node/aksess.d.ts");
  const { statements } = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.ES2022);
  const declared = statements.filter(ts.isInterfaceDeclaration);
  return Object.fromEntries(declared.map(({ name, members }) => [name.text, members.flatMap((of) => of.name?.text ?? [])]));
}
