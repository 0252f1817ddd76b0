// Does the command line say the same of a snapshot as of its files?
//
// Kinds that only a rule or a definition names, everyone the documents name, and no place that is not known.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after } from "node:test";
import { run } from "./subject.mjs";

const POLICY = `kind: ClusterSettings
kubernetesDefaults: true
---
kind: ClusterRole
metadata: {name: tabs}
rules:
- {apiGroups: [stable.example.com], resources: [crontabs], verbs: [get]}
- {apiGroups: [metrics.k8s.io], resources: [pods], verbs: [get]}
---
kind: ClusterRoleBinding
metadata: {name: tabs}
roleRef: {kind: ClusterRole, name: tabs}
subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: ann}]
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: crontabs.stable.example.com}
spec:
  group: stable.example.com
  scope: Namespaced
  names: {plural: crontabs, singular: crontab, kind: CronTab, shortNames: [ct]}
  versions: [{name: v1, served: true, storage: true}]
`;

const cwd = mkdtempSync(join(tmpdir(), "aksess-snapshot-"));
after(() => rmSync(cwd, { recursive: true }));
writeFileSync(join(cwd, "tabs.yaml"), POLICY);
const compiled = run(["compile", "-f", "tabs.yaml", "--into", "tabs.aksess"], { cwd });

/** What a line prints of the files, and of the snapshot. */
async function both(line) {
  await compiled;
  const of = (...from) => run([...line.split(" "), ...from], { cwd });
  return await Promise.all([of("-f", "tabs.yaml"), of("--snapshot", "tabs.aksess")]);
}

const unplaced = (text) => text.replace(/ *\(?tabs\.yaml:\d+\)?/g, "");

for (const [line, code, part] of [
  ["can-i get crontabs --as ann", 0, /yes/],
  ["can-i get ct --as ann -n dev", 0, /yes/],
  ["can-i get crontabs --as bob", 1, /no/],
  ["who-can get crontabs -o json", 0, /"ann"/],
  ["matrix --as ann --resource crontabs --resource pods --verb get", 0, /ann +all +-/],
  ["matrix -o json --verb get", 0, /"pods\.metrics\.k8s\.io": \[\n? *"get"/],
]) {
  test(line, async () => {
    const [written, kept] = await both(line);
    assert.match(written.stdout, part);
    assert.equal(written.code, code, written.stderr);
    const told = (stdout) => (line.includes("json") && line.startsWith("who") ? names(stdout) : stdout);
    assert.equal(told(kept.stdout), told(written.stdout));
    assert.equal(kept.code, code, kept.stderr);
  });
}

const names = (json) => JSON.stringify(JSON.parse(json), (key, value) => (["location", "unplaced"].includes(key) ? undefined : value));

test("what has no place is shown without one, and a default as such", async () => {
  const [written, kept] = await both("explain get crontabs --as ann");
  assert.match(written.stdout, /ClusterRoleBinding tabs {2}\(tabs\.yaml:\d+\)/);
  assert.match(kept.stdout, /ClusterRoleBinding tabs\n/);
  assert.doesNotMatch(kept.stdout, /default\)$/m);
  assert.equal(kept.stdout, unplaced(written.stdout));
  const [, everyone] = await both("who-can get crontabs");
  assert.match(everyone.stdout, /^User ann +ClusterRoleBinding tabs +ClusterRole tabs$/m);
  assert.match(everyone.stdout, /ClusterRole cluster-admin +\(default\)$/m);
});
