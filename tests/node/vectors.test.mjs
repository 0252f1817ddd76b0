// Does the package answer like the genuine Kubernetes code?
//
// A selection of cases is part of the project; the whole set is asked where it lies beside it. Each
// case is asked through `authorize` and through `explain`. How many agree is printed.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { aksess, lines, ROOT } from "./subject.mjs";

const OURS = join(ROOT, "tests/vectors");
const ALL = join(ROOT, "../shared/vectors/kubernetes");

const authorizer = (list) => new aksess.Authorizer([{ name: "world.json", text: JSON.stringify(list) }]);
const worlds = (path) => new Map(lines(path).map(({ world, list }) => [world, authorizer(list)]));
const world = (path) => new Map([["bootstrap", authorizer(JSON.parse(readFileSync(path, "utf8")))]]);

test("selected vectors", () => check("selected", worlds(join(OURS, "random-worlds.jsonl")), join(OURS, "random-cases.jsonl")));

if (existsSync(ALL)) {
  test("bootstrap vectors", () => check("bootstrap", world(join(ALL, "bootstrap-world.json")), join(ALL, "bootstrap-cases.jsonl"), 2_000));
  test("random vectors", () => check("random", worlds(join(ALL, "random-worlds.jsonl")), join(ALL, "random-cases.jsonl"), 12_000));
} else {
  console.log("the whole set of vectors is not here; the selected ones are asked");
}

function check(name, known, path, size) {
  const cases = lines(path);
  const wrong = cases.filter((of) => failures(known.get(of.world), of).length > 0);
  console.log(`${name} ${cases.length - wrong.length}/${cases.length}`);
  const first = wrong[0];
  assert.equal(wrong.length, 0, first && `${first.id}: ${failures(known.get(first.world), first).join("; ")}`);
  assert.ok(size === undefined || cases.length === size, `${size} cases are expected`);
}

/** What of a case does not come out as expected. */
function failures(asked, { user, groups, nonResourceURL: path, expected, chainExpected, reason, message, ...of }) {
  const spec = { user, groups };
  if (path === undefined) {
    const { verb, apiGroup: group, resource, subresource, namespace, name } = of;
    spec.resourceAttributes = { verb, group, resource, subresource, namespace, name };
  } else {
    spec.nonResourceAttributes = { path, verb: of.verb };
  }
  const decision = (chainExpected ?? expected) === "allow" ? "Allow" : "NoOpinion";
  const trace = asked.explain(spec);
  const found = [];
  const compare = (what, is, should) => {
    if (is !== should) found.push(`${what}: expected ${should}, found ${is}`);
  };
  compare("authorize", asked.authorize(spec), decision);
  compare("explain", trace.decision, decision);
  // `expected` and `reason` are those of RBAC alone; members of system:masters pass before it is asked
  const rbac = trace.opinions.find(({ gate }) => gate === "kubernetes-rbac");
  compare("RBAC alone", rbac.decision, expected === "allow" ? "Allow" : "NoOpinion");
  compare("reason of RBAC alone", rbac.reason, reason);
  compare("reason", trace.reason, trace.by === "superuser" ? "" : reason);
  if (message !== undefined) compare("message", trace.message, message);
  return found;
}
