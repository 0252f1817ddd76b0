// Does the package answer like the genuine Kubernetes code?
//
// A selection of vectors is part of the project; the whole set is asked where it lies beside it. Each
// decision is asked through `authorize` and through `explain`. How many agree is printed.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { isDeepStrictEqual } from "node:util";
import { aksess, lines, ROOT } from "./subject.mjs";

const OURS = join(ROOT, "tests/vectors");
const ALL = join(ROOT, "../shared/vectors/kubernetes");
const IS_WHOLE = existsSync(ALL);

const authorizer = (list) => new aksess.Authorizer([{ name: "world.json", text: JSON.stringify(list) }]);
const random = (folder) => lines(join(folder, "random-worlds.jsonl")).map(({ world, list }) => [world, authorizer(list)]);
const world = (folder, file) => authorizer(JSON.parse(readFileSync(join(folder, file), "utf8")));

test("a selection", () => {
  const worlds = new Map(random(OURS));
  check("selected", lines(join(OURS, "random-cases.jsonl")), (of) => decided(worlds.get(of.world), of));
  check("requestinfo sample", lines(join(OURS, "requestinfo.jsonl")), read);
  const refusing = world(OURS, "forbidden-world.json");
  check("forbidden sample", lines(join(OURS, "forbidden.jsonl")), (of) => refused(refusing, of));
});

test("the whole set", { skip: !IS_WHOLE && "the vectors do not lie beside the project" }, () => {
  const bootstrap = world(ALL, "bootstrap-world.json");
  const worlds = new Map([["bootstrap", bootstrap], ...random(ALL)]);
  const [ofBootstrap, ofRandom] = ["bootstrap", "random"].map((name) => lines(join(ALL, `${name}-cases.jsonl`)));
  check("bootstrap", ofBootstrap, (of) => decided(worlds.get(of.world), of), 2_000);
  check("random", ofRandom, (of) => decided(worlds.get(of.world), of), 12_000);
  check("requestinfo", lines(join(ALL, "requestinfo.jsonl")), read, 1_500);
  check("forbidden", lines(join(ALL, "forbidden.jsonl")), (of) => refused(bootstrap, of), 600);
  const cases = new Map([...ofBootstrap, ...ofRandom].map((of) => [of.id, of]));
  const listed = ({ case: id, ...of }) => subjects(worlds.get(cases.get(id).world), { ...cases.get(id), ...of });
  check("whocan", lines(join(ALL, "whocan.jsonl")), listed, 1_400);
  check("rules", lines(join(ALL, "rules.jsonl")), (of) => rules(worlds.get(of.world), of), 700);
});

/** Prints how many agree, and fails with the first that does not. */
function check(name, vectors, failures, size = vectors.length) {
  const wrong = vectors.filter((of) => failures(of).length > 0);
  console.log(`${name} ${vectors.length - wrong.length}/${vectors.length}`);
  const first = wrong[0];
  assert.equal(wrong.length, 0, first && `${JSON.stringify(first)}: ${failures(first).join("; ")}`);
  assert.equal(vectors.length, size);
}

/** What of two answers differs. */
function differences(found, expected) {
  const differing = Object.keys(expected).filter((key) => !isDeepStrictEqual(found[key], expected[key]));
  return differing.map((key) => `${key}: expected ${JSON.stringify(expected[key])}, found ${JSON.stringify(found[key])}`);
}

/** What is asked, as a spec says it. */
function asked({ nonResourceURL: path, verb, apiGroup: group, resource, subresource, namespace, name }) {
  if (path !== undefined) return { nonResourceAttributes: { path, verb } };
  return { resourceAttributes: { verb, group, resource, subresource, namespace, name } };
}

/** A decision, its reason and its message. */
function decided(policy, of) {
  const { user, groups, expected, chainExpected, reason, message } = of;
  const spec = { user, groups, ...asked(of) };
  const allows = (word) => (word === "allow" ? "Allow" : "NoOpinion");
  const trace = policy.explain(spec);
  // `expected` and `reason` are those of RBAC alone; members of system:masters pass before it is asked
  const rbac = trace.opinions.find(({ gate }) => gate === "kubernetes-rbac");
  const decision = allows(chainExpected ?? expected);
  return [
    ...differences({ authorize: policy.authorize(spec) }, { authorize: decision }),
    ...differences(trace, { decision, reason: trace.by === "superuser" ? "" : reason, ...(message && { message }) }),
    ...differences(rbac, { decision: allows(expected), reason }),
  ];
}

/** A request line. The words of an error of the line itself are not binding. */
function read({ id, method, target, httpError, error, ...fields }) {
  const info = aksess.requestInfo(method, target);
  if (httpError !== undefined) return differences(info.error, { code: 400 });
  const expected = error === undefined ? fields : { ...fields, error: { code: 500, message: error } };
  return differences({ info }, { info: expected });
}

/** The answer of a running server to a request line it refuses. */
function refused(policy, { method, target, user, groups, status, body, verb, isResourceRequest }) {
  const info = aksess.requestInfo(method, target);
  const attributes = isResourceRequest ? info : { verb: info.verb, nonResourceURL: info.path };
  const spec = { user, groups: [...groups, "system:authenticated"], ...asked(attributes) };
  const { decision, message } = policy.explain(spec);
  const found = JSON.parse(policy.forbiddenBody(spec));
  const review = policy.review({ as: { user, groups: spec.groups }, http: `${method} ${target}` });
  return [
    ...differences(info, { verb, isResourceRequest }),
    ...differences({ decision, review: review.decision }, { decision: "NoOpinion", review: "Deny" }),
    ...differences(found, { code: status, message }),
    ...(body === null ? [] : differences({ message, said: review.message, body: found }, { message: body.message, said: body.message, body })),
  ];
}

/** Everyone who can. */
function subjects(policy, { subjects: expected, error = "", ...of }) {
  const found = policy.whoCan(asked(of));
  const plain = found.subjects.map(({ grant, ...subject }) => subject);
  return differences({ subjects: plain, error: found.error }, { subjects: expected, error });
}

/** The rules of a subject; empty lists and absent ones are the same. */
function rules(policy, { user, groups, namespace, resourceRules, nonResourceRules, evaluationError = "" }) {
  const plain = (of) => (of ?? []).map(({ grant, ...rule }) => Object.fromEntries(Object.entries(rule).filter(([, list]) => list?.length > 0)));
  const found = policy.whatCan({ user, groups }, namespace);
  return differences(
    { resource: plain(found.resourceRules), path: plain(found.nonResourceRules), error: found.evaluationError },
    { resource: plain(resourceRules), path: plain(nonResourceRules), error: evaluationError },
  );
}
