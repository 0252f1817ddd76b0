// Does the package answer what the Azure vectors expect?
//
// A sample is part of the project; the whole set is asked where it lies beside it. Each case is asked through
// `authorize`, `explain`, a prepared batch and a snapshot. Scenario files are run through the package in one
// process, and a request that says no order in all three. How many agree is printed.

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { aksess, lines, ROOT, scenarios } from "./subject.mjs";

const { Authorizer, decode } = aksess;
const OURS = join(ROOT, "tests/vectors/azure");
const ALL = join(ROOT, "../shared/vectors/azure");
const skip = !existsSync(ALL) && "the vectors do not lie beside the project";
const ORDERS = ["AzureFirst", "KubernetesFirst", "AzureExclusive"];

test("a sample", () => {
  cases("sample", OURS, 400);
  controlPlane("control plane sample", OURS, 48);
});

test("the whole set", { skip }, () => {
  cases("cases", ALL, 5_000);
  controlPlane("control plane", ALL, 600);
});

test("every scenario of the project, in three orders", () => play("scenarios", scenarios().map((path) => join(ROOT, path))));

test("every scenario beside the project, in three orders", { skip }, () => {
  const folder = join(ALL, "scenarios");
  play("scenarios beside the project", readdirSync(folder).sort().map((name) => join(folder, name)), 61);
});

function count(name, all, failures, size) {
  console.log(`${name} ${all - failures.length}/${all}`);
  assert.deepEqual(failures.slice(0, 5), [], name);
  assert.equal(all, size);
}

function cases(name, folder, size) {
  const sources = new Map(lines(join(folder, "worlds.jsonl")).map((of) => [of.world, of.sources]));
  const together = new Map();
  for (const of of lines(join(folder, "cases.jsonl"))) {
    const key = `${of.world} ${of.order}`;
    together.set(key, [...(together.get(key) ?? []), of]);
  }
  const failures = [];
  let all = 0;
  for (const asked of together.values()) {
    const [{ world, order }] = asked;
    const authorizer = new Authorizer(sources.get(world), { order });
    const kept = Authorizer.fromSnapshot(authorizer.snapshot(), { order });
    const batch = authorizer.prepareAll(asked.map(({ spec }) => spec));
    const decisions = authorizer.authorizeAll(batch);
    asked.forEach((of, at) => {
      const trace = authorizer.explain(of.spec);
      const alike = [authorizer.authorize(of.spec), decisions[at], kept.authorize(of.spec)];
      const wrong = [...(alike.every((found) => found === trace.decision) ? [] : [`${alike} beside ${trace.decision}`]), ...differences(of, trace)];
      if (wrong.length > 0) failures.push(`${of.id}: ${wrong.join("; ")}`);
    });
    all += asked.length;
    for (const held of [batch, kept, authorizer]) held.free();
  }
  count(name, all, failures, size);
}

/** What of a trace is not as expected. */
function differences({ expected, by, assignment, assignments, bindings, denyAssignments }, trace) {
  const named = ({ kind, namespace, name }) => [kind, namespace, name].filter(Boolean).join("/");
  const granting = (trace.azure?.grounds ?? []).map((of) => of.assignment.name);
  const found = {
    decision: [expected, trace.decision === "Allow" ? "Allow" : "Deny"],
    by: [by, trace.by],
    assignment: [assignment, granting[0]],
    assignments: [assignments?.join(), granting.join()],
    bindings: [sorted(bindings), sorted(trace.grounds.map((of) => named(of.binding)))],
    denyAssignments: [sorted(denyAssignments), sorted((trace.azure?.denials ?? []).map((of) => of.assignment.name))],
  };
  const differing = Object.entries(found).filter(([, [wanted, is]]) => wanted !== undefined && wanted !== is);
  return differing.map(([key, [wanted, is]]) => `${key}: expected ${wanted}, found ${is}`);
}

function sorted(names) {
  return names && [...new Set(names)].sort().join();
}

function controlPlane(name, folder, size) {
  const worlds = new Map(lines(join(folder, "worlds.jsonl")).map(({ world, sources }) => [world, new Authorizer(sources)]));
  const all = lines(join(folder, "control-plane.jsonl"));
  const failures = all.flatMap(({ id, world, request, expected, by, assignments, denyAssignments }) => {
    const review = worlds.get(world).review(request);
    const [{ azure }] = review.actions;
    const found = [
      [expected, review.decision],
      [by, review.by],
      [assignments?.join(), (azure.grounds ?? []).map((of) => of.assignment.name).join()],
      [denyAssignments?.join(), (azure.denials ?? []).map((of) => of.assignment.name).join()],
      [review.decision === "Allow", review.message === null],
    ];
    const wrong = found.filter(([wanted, is]) => wanted !== undefined && wanted !== is);
    return wrong.map(([wanted, is]) => `${id}: expected ${wanted}, found ${is}`);
  });
  count(name, all.length, failures, size);
}

function play(name, files, size = files.length) {
  const failures = [];
  let requests = 0;
  for (const file of files) {
    for (const order of ORDERS) {
      const authorizer = new Authorizer([decode(file, readFileSync(file))], { order });
      const outcomes = authorizer.test();
      assert.ok(outcomes.length > 0, file);
      failures.push(...outcomes.filter((of) => of.failures.length > 0).map((of) => `${file} ${order}: ${of.request}: ${of.failures}`));
      requests += outcomes.length;
      authorizer.free();
    }
  }
  console.log(`${name}: ${requests} answers to ${files.length} files`);
  assert.deepEqual(failures, []);
  assert.equal(files.length, size);
}
