// What do the tests of the command line read, and how do they run it?

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { PACKAGE, run } from "./subject.mjs";

export const ROLE = `kind: Role
apiVersion: rbac.authorization.k8s.io/v1
metadata: {name: reader, namespace: dev}
rules:
- {apiGroups: ["", apps], resources: [pods, pods/log, deployments], verbs: [get, list]}
`;
export const BINDING = `kind: RoleBinding
apiVersion: rbac.authorization.k8s.io/v1
metadata: {name: readers, namespace: dev}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
subjects:
- {apiGroup: rbac.authorization.k8s.io, kind: Group, name: devs}
`;
const PATHS = `kind: ClusterRole
apiVersion: rbac.authorization.k8s.io/v1
metadata: {name: health}
rules:
- {nonResourceURLs: [/healthz], verbs: [get]}
---
kind: ClusterRoleBinding
apiVersion: rbac.authorization.k8s.io/v1
metadata: {name: health}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: health}
subjects:
- {apiGroup: rbac.authorization.k8s.io, kind: Group, name: "system:authenticated"}
- {apiGroup: rbac.authorization.k8s.io, kind: Group, name: "system:serviceaccounts:ops"}
- {apiGroup: rbac.authorization.k8s.io, kind: Group, name: "system:unauthenticated"}
`;
export const scenario = (expect) => `${ROLE}---
${BINDING}---
kind: Scenario
title: Developers read pods
source: this test
requests:
- {as: {user: alice, groups: [devs]}, verb: list, resource: pods, namespace: dev, expect: Allow}
- {as: {user: alice, groups: [devs]}, verb: list, resource: pods, namespace: prod, expect: ${expect}}
`;

const cwd = mkdtempSync(join(tmpdir(), "aksess-cli-"));
after(() => {
  chmodSync(join(cwd, "locked/within"), 0o700);
  rmSync(cwd, { recursive: true });
});
mkdirSync(join(cwd, "rbac/more"), { recursive: true });
mkdirSync(join(cwd, "empty"));
// links to files are followed, links to folders are not
symlinkSync("..", join(cwd, "rbac/more/circle.yaml"));
symlinkSync("../role.txt", join(cwd, "rbac/role.yaml"));
for (const [folder, target] of [["nowhere-link", "nothing.txt"], ["circle-link", "link.yaml"]]) {
  mkdirSync(join(cwd, folder));
  symlinkSync(target, join(cwd, folder, "link.yaml"));
}
mkdirSync(join(cwd, "locked/within"), { recursive: true });
chmodSync(join(cwd, "locked/within"), 0);
for (const [name, text] of Object.entries({
  "role.txt": ROLE,
  "rbac/more/binding.yml": BINDING,
  "rbac/notes.txt": "this is not read",
  "paths.yaml": PATHS,
  "good.yaml": scenario("Deny"),
  "bad.yaml": scenario("Allow"),
  "broken.yaml": `${scenario("Deny")}---\nkind: Role\nmetadata: {name: [}\n`,
  "token16.json": Buffer.from('\ufeff{"upn": "alice", "groups": ["devs"]}', "utf16le"),
  "request16.yaml": Buffer.from("\ufeffas: {user: alice, groups: [devs]}\r\nverb: list\r\nresource: pods\r\nnamespace: dev\r\n", "utf16le"),
  "utf16.yaml": Buffer.from(`\ufeff${scenario("Deny")}`.replaceAll("\n", "\r\n"), "utf16le"),
})) writeFileSync(join(cwd, name), text);

export const DEVS = ["--as", "alice", "--as-group", "devs"];
const program = (words) => [process.execPath, join(PACKAGE, "bin/aksess.mjs"), ...words];
/** Runs a line with other streams, or within a line of a shell, where it is `"$@"`. */
export const direct = (words, stdio) => spawnSync(program(words)[0], program(words).slice(1), { cwd, stdio, encoding: "utf8" });
export const shell = (line, words) => spawnSync("sh", ["-c", line, "sh", ...program(words)], { cwd, encoding: "utf8" });
export const aksessIn = (line, options) => run(Array.isArray(line) ? line : line.split(" "), { cwd, ...options });

/** Runs a line and compares the exit code and, where given, the outputs. */
export async function expect(line, code, stdout, stderr, options) {
  const told = await aksessIn(line, options);
  const shown = `${line}\n${told.stdout}${told.stderr}`;
  assert.equal(told.code, code, shown);
  const compare = (found, wanted) => (wanted instanceof RegExp ? assert.match(found, wanted, shown) : assert.equal(found, wanted, shown));
  if (stdout !== undefined) compare(told.stdout, stdout);
  if (stderr !== undefined) compare(told.stderr, stderr);
}
