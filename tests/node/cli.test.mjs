// Does the command line answer, refuse and exit as it says?

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after } from "node:test";
import { aksess, PACKAGE, run } from "./subject.mjs";

const ROLE = `kind: Role
apiVersion: rbac.authorization.k8s.io/v1
metadata: {name: reader, namespace: dev}
rules:
- {apiGroups: ["", apps], resources: [pods, pods/log, deployments], verbs: [get, list]}
`;
const BINDING = `kind: RoleBinding
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
const scenario = (expect) => `${ROLE}---
${BINDING}---
kind: Scenario
title: Developers read pods
source: this test
requests:
- {as: {user: alice, groups: [devs]}, verb: list, resource: pods, namespace: dev, expect: Allow}
- {as: {user: alice, groups: [devs]}, verb: list, resource: pods, namespace: prod, expect: ${expect}}
`;

const cwd = mkdtempSync(join(tmpdir(), "aksess-cli-"));
after(() => rmSync(cwd, { recursive: true }));
mkdirSync(join(cwd, "rbac/more"), { recursive: true });
mkdirSync(join(cwd, "empty"));
// links to files are followed, links to folders are not
symlinkSync("..", join(cwd, "rbac/more/circle.yaml"));
symlinkSync("../role.txt", join(cwd, "rbac/role.yaml"));
for (const [name, text] of Object.entries({
  "role.txt": ROLE,
  "rbac/more/binding.yml": BINDING,
  "rbac/notes.txt": "this is not read",
  "paths.yaml": PATHS,
  "good.yaml": scenario("Deny"),
  "bad.yaml": scenario("Allow"),
  "broken.yaml": `${scenario("Deny")}---\nkind: Role\nmetadata: {name: [}\n`,
  "utf16.yaml": Buffer.from(`\ufeff${scenario("Deny")}`.replaceAll("\n", "\r\n"), "utf16le"),
})) writeFileSync(join(cwd, name), text);

const DEVS = ["--as", "alice", "--as-group", "devs"];
const aksessIn = (line, options) => run(Array.isArray(line) ? line : line.split(" "), { cwd, ...options });

/** Runs a line and compares the exit code and, where given, the outputs. */
async function expect(line, code, stdout, stderr, options) {
  const told = await aksessIn(line, options);
  const shown = `${line}\n${told.stdout}${told.stderr}`;
  assert.equal(told.code, code, shown);
  const compare = (found, wanted) => (wanted instanceof RegExp ? assert.match(found, wanted, shown) : assert.equal(found, wanted, shown));
  if (stdout !== undefined) compare(told.stdout, stdout);
  if (stderr !== undefined) compare(told.stderr, stderr);
}

test("can-i answers yes and no", async () => {
  const yes = 'RBAC: allowed by RoleBinding "readers/dev" of Role "reader" to Group "devs"\n';
  await expect("can-i list pods -n dev --as alice --as-group devs -f rbac", 0, "yes\n", yes);
  await expect("can-i list pods -n dev --as alice -f rbac/role.yaml -f rbac/more/binding.yml", 1, "no\n", /^pods is forbidden: User "alice"/);
  await expect("can-i list pods --as alice --as-group devs -f rbac", 1, "no\n", /at the cluster scope\n$/);
  await expect("can-i list pods -A --as alice --as-group devs -f rbac", 1, "no\n");
  await expect("can-i get pods --as root --as-group system:masters -f rbac", 0, "yes\n", "");
});

test("can-i reads resources as kubectl does", async () => {
  const asked = async (line, code, warning = /^(?!warning)/) => {
    await expect([...`can-i ${line} -n dev -f rbac`.split(" "), ...DEVS], code, undefined, warning);
  };
  for (const type of ["deployments.apps", "deployments.v1.apps", "deployments", "deployment", "deploy", "Deploy", "deploy.apps"]) await asked(`get ${type}`, 0);
  await asked("get deployments.extensions", 1);
  await asked("get pods/web", 0);
  await asked("get pods web", 0);
  await asked("get pods/web --subresource log", 0);
  await asked("get pods/log web", 0);
  await asked("get pods/exec web", 1);
  await asked("get pods/log", 0, /^warning: `log` is taken as the name of an object/);
  await asked("get foos", 1, /^warning: `foos` is not a resource of Kubernetes itself/);
  await asked("get nodes", 1, /^warning: nodes are in no namespace/);
  await asked("fetch pods", 1, /^warning: `fetch` is not a known verb/);
});

test("can-i knows whom the API server would see", async () => {
  const asked = (as, code) => expect(["can-i", "get", "/healthz", "-f", "paths.yaml", ...as], code);
  await asked(["--as", "alice"], 0);
  await asked(["--as", "system:anonymous"], 0);
  await asked(["--as", "system:serviceaccount:ops:web"], 0);
  const trace = async (as) => JSON.parse((await aksessIn(["explain", "get", "/healthz", "-f", "paths.yaml", "-o", "json", ...as])).stdout);
  const groups = async (as) => (await trace(as)).request.groups;
  assert.deepEqual(await groups(["--as", "alice", "--as-group", "a", "--as-group", "b"]), ["a", "b", "system:authenticated"]);
  assert.deepEqual(await groups(["--as", "system:anonymous"]), ["system:unauthenticated"]);
  const accounts = ["system:serviceaccounts", "system:serviceaccounts:ops"];
  assert.deepEqual(await groups(["--as", "system:serviceaccount:ops:web"]), [...accounts, "system:authenticated"]);
  assert.deepEqual(await groups(["--as", "system:serviceaccount:ops:web", "--as-group", "a"]), ["a", "system:authenticated"]);
  assert.deepEqual(await groups(["--as", "alice", "--as-group", "system:unauthenticated"]), ["system:unauthenticated"]);
});

test("answers come as JSON too", async () => {
  const { stdout, code } = await aksessIn(["can-i", "list", "pods", "-n", "dev", "-f", "rbac", "--output", "json", ...DEVS]);
  assert.equal(code, 0);
  const answer = JSON.parse(stdout);
  assert.deepEqual(Object.keys(answer), ["allowed", "decision", "by", "reason", "message"]);
  assert.equal(answer.allowed, true);
  const explained = await aksessIn(["explain", "list", "pods", "-n", "prod", "-f", "rbac", "-o", "json", ...DEVS]);
  assert.equal(explained.code, 1);
  assert.equal(JSON.parse(explained.stdout).nearMisses[0].binding.name, "readers");
});

test("explain shows the binding or what comes near", async () => {
  const { stdout, code } = await aksessIn(["explain", "list", "pods", "-n", "dev", "-f", "rbac", ...DEVS]);
  assert.equal(code, 0);
  assert.match(stdout, /^Allowed by [^]*RoleBinding readers {2}\(rbac\/more\/binding\.yml:3\)[^]*Role reader {2}\(rbac\/role\.yaml:3\)/);
  await expect(["explain", "list", "pods", "-n", "prod", "-f", "rbac", ...DEVS], 1, /^Denied [^]*It covers dev only; asked: prod\./);
});

test("standard input is read when no file is given, and for a dash", async () => {
  const input = `${ROLE}---\n${BINDING}`;
  await expect(["can-i", "list", "pods", "-n", "dev", ...DEVS], 0, "yes\n", undefined, { input });
  await expect(["can-i", "list", "pods", "-n", "dev", "-f", "-", "-f", "rbac/role.yaml", ...DEVS], 0, "yes\n", undefined, { input: BINDING });
  await expect("test", 0, "2 passed, 0 failed\n", "", { input: scenario("Deny") });
  await expect("can-i get pods --as a -f - -f -", 2, "", /standard input can be read once/);
  await expect("can-i get pods --as a", 2, "", "error: nothing can be decided: no role and no binding is in stdin\n");
});

test("test counts, shows what failed and why", async () => {
  await expect("test good.yaml", 0, "2 passed, 0 failed\n", "");
  await expect("test utf16.yaml", 0, "2 passed, 0 failed\n", "");
  const failed = /^failed: bad\.yaml:\d+: Developers read pods\n {2}alice: list pods in prod\n {2}expected [^]*It covers dev only[^]*\n3 passed, 1 failed\n$/;
  await expect("test good.yaml bad.yaml", 1, failed);
  const { stdout, code } = await aksessIn("test bad.yaml -o json");
  assert.equal(code, 1);
  const { passed, failed: count, outcomes, diagnostics } = JSON.parse(stdout);
  assert.deepEqual({ passed, count, outcomes: outcomes.length, diagnostics }, { passed: 1, count: 1, outcomes: 2, diagnostics: [] });
});

test("test exits with 2 when something could not be tested", async () => {
  await expect("test broken.yaml", 2, /2 passed, 0 failed\n$/, /^broken\.yaml:\d+:\d+: error: /);
  await expect("test rbac/role.yaml", 2, "0 passed, 0 failed\n", "error: there is no request in what was read, so nothing was tested\n");
  await expect("test good.yaml nowhere.yaml", 2, "", "error: nowhere.yaml: there is no such file\n");
  await expect("test empty", 2, "", "error: empty: no .yaml, .yml or .json file is in this folder\n");
});

test("what is wrong in a file is told with its place, and the rest counts", async () => {
  await expect(["can-i", "list", "pods", "-n", "dev", "-f", "broken.yaml", ...DEVS], 0, "yes\n", /^broken\.yaml:\d+:\d+: error: .+\n/);
});

test("what is merely worth knowing is not told", async () => {
  const input = `${ROLE}---\n${BINDING}---\nkind: ConfigMap\napiVersion: v1\nmetadata: {name: a}\n`;
  const words = ["can-i", "list", "pods", "-n", "dev", ...DEVS];
  await expect(words, 0, "yes\n", /^RBAC: allowed by [^\n]*\n$/, { input });
});

const MISTAKES = [
  ["", /^error: a command is missing\n/],
  ["cani", "error: `cani` is not a command; did you mean can-i?\n"],
  ["expain", "error: `expain` is not a command; did you mean explain?\n"],
  ["frobnicate", "error: `frobnicate` is not a command; the commands are can-i, explain, test\n"],
  ["constructor", /is not a command/],
  ["help frob", /is not a command/],
  ["can-i", /^error: say what is asked/],
  ["can-i get", /^error: say what is asked/],
  ["can-i get pods -f rbac", "error: say who asks with --as USER\n"],
  ["can-i get pods web db --as a", "error: `db` is one word too many\n"],
  ["can-i get pods/ --as a", /^error: `pods\/` is not TYPE or TYPE\/NAME/],
  ["can-i get pods/log web --subresource exec --as a", /name the subresource twice/],
  ["can-i get pods -A -n dev --as a", /exclude each other/],
  ["can-i get /healthz -n dev --as a", "error: a path has no name, subresource or namespace\n"],
  ["can-i get pods --nmespace dev", "error: `--nmespace` is not an option; did you mean --namespace?\n"],
  ["can-i get pods --as", "error: `--as` lacks its value\n"],
  ["can-i get pods --as -n", "error: `--as` is followed by another option instead of its value\n"],
  ["can-i get pods --as a -f rbac -o yaml", "error: --output is text or json, not `yaml`\n"],
  ["can-i get pods --as a -f nowhere", "error: nowhere: there is no such file\n"],
  ["explain get pods --as a -f paths.yaml/x", /a part of the path is not a folder/],
  ["test --frob", /is not an option/],
];

test("a mistake exits with 2 and says what is wrong", async () => {
  for (const [line, stderr] of MISTAKES) await expect(line ? line : [], 2, "", stderr);
});

test("help and version", async () => {
  await expect("--help", 0, /^aksess answers[^]*can-i[^]*explain[^]*test/, "");
  await expect("--version", 0, `aksess ${aksess.version()}\n`, "");
  for (const name of ["can-i", "explain", "test"]) {
    const { stdout, code } = await aksessIn([name, "--help"]);
    assert.equal(code, 0);
    assert.match(stdout, new RegExp(`^usage: aksess ${name} [^]*Nothing is sent over the network`));
    await expect(["help", name], 0, stdout, "");
  }
  await expect("can-i get pods -h", 0, /^usage: aksess can-i/, "");
});

test("a name cannot repaint the terminal", async () => {
  const input = `${ROLE}---\n${BINDING}`.replace("name: readers", 'name: "a\\e[2Jb"');
  const { stdout } = await aksessIn(["explain", "list", "pods", "-n", "dev", ...DEVS], { input });
  assert.match(stdout, /a\\u001b\[2Jb/);
  assert.doesNotMatch(stdout, /\u001b/);
});

test("the command line has no way to the network", () => {
  const folder = join(PACKAGE, "bin");
  const allowed = new Set(["node:fs/promises", "node:module", "node:path", "node:util"]);
  for (const file of readdirSync(folder)) {
    const text = readFileSync(join(folder, file), "utf8");
    for (const [, name] of text.matchAll(/(?:from|import\(|require\()\s*"([^"]+)"/g)) {
      assert.ok(name.startsWith("./") || allowed.has(name), `${file}: ${name}`);
    }
    assert.doesNotMatch(text, /\b(fetch|WebSocket|XMLHttpRequest|process\.binding)\b/, file);
  }
});
