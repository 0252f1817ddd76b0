// Does the command line answer as it says?

import assert from "node:assert/strict";
import test from "node:test";
import { aksessIn, BINDING, DEVS, expect, ROLE, scenario } from "./command-line.mjs";

test("can-i answers yes and no", async () => {
  const yes = 'RBAC: allowed by RoleBinding "readers/dev" of Role "reader" to Group "devs"\n';
  await expect("can-i list pods -n dev --as alice --as-group devs -f rbac", 0, "yes\n", yes);
  await expect("can-i list pods -n dev --as alice -f rbac/role.yaml -f rbac/more/binding.yml", 1, "no\n", /^pods is forbidden: User "alice"/);
  await expect("can-i list pods --as alice --as-group devs -f rbac", 1, "no\n", /in the namespace "default"\n$/);
  await expect("can-i list pods -A --as alice --as-group devs -f rbac", 1, "no\n", /at the cluster scope\n$/);
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
  await asked("get pods/log", 0, /^warning: `log` is read as the name of an object/);
  await asked("get foos", 1, /^warning: `foos` is no kind that is known here/);
  await asked("get nodes", 1, /^warning: nodes are in no namespace/);
  await asked("fetch pods", 1, /^warning: `fetch` is not a known verb/);
  await asked("get secrets 'a;b$(c)", 1, /^secrets "'a;b\$\(c\)" is forbidden: /);
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
  assert.deepEqual(await groups(["--as", "system:node:a"]), ["system:nodes", "system:authenticated"]);
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
  await expect(["explain", "list", "pods", "-n", "prod", "-f", "rbac", ...DEVS], 1, /^Denied [^]*Near misses\n~ RoleBinding readers [^]*It covers dev only/);
});

test("standard input is read when no file is given, and for a dash", async () => {
  const input = `${ROLE}---\n${BINDING}`;
  await expect(["can-i", "list", "pods", "-n", "dev", ...DEVS], 0, "yes\n", undefined, { input });
  await expect(["can-i", "list", "pods", "-n", "dev", "-f", "-", "-f", "rbac/role.yaml", ...DEVS], 0, "yes\n", undefined, { input: BINDING });
  await expect("test", 0, "2 passed, 0 failed\n", "", { input: scenario("Deny") });
  await expect("can-i get pods --as a -f - -f -", 2, "", /standard input can be read once/);
  await expect("can-i get pods --as a", 2, "", "error: nothing can be decided: no role and no binding is in stdin\n");
});

test("tokens and requests are read in UTF-16 as files are", async () => {
  const { stdout, stderr, code } = await aksessIn("explain list pods -n dev -f rbac --token token16.json -o json");
  assert.equal(code, 0, stderr);
  assert.equal(JSON.parse(stdout).request.user, "alice");
  await expect("review -f rbac --request request16.yaml", 0, /^Allowed /, "");
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

test("scenarios ask the documents in their own file, and a file without any is told", async () => {
  const [, , alone] = scenario("Deny").split("---\n");
  const warning = "warning: stdin: scenarios ask the documents in the same file, and here are none that could grant anything\n";
  await expect("test -", 1, /\n1 passed, 1 failed\n$/, warning, { input: alone });
  // nothing would be refused by a policy here
  await expect("test -", 0, "1 passed, 0 failed\n", warning, { input: alone.replace(/^.*expect: Allow.*\n/m, "") });
  await expect("test -", 0, "2 passed, 0 failed\n", "", { input: [ROLE, BINDING, alone].join("---\n") });
});

test("test exits with 2 when something could not be tested", async () => {
  await expect("test broken.yaml", 2, /2 passed, 0 failed\n$/, /^broken\.yaml:\d+:\d+: error: /);
  await expect("test rbac/role.yaml", 2, "0 passed, 0 failed\n", "error: there is no request in what was read, so nothing was tested\n");
  await expect("test good.yaml nowhere.yaml", 2, "", "error: nowhere.yaml: there is no such file\n");
  await expect("test empty", 2, "", "error: empty: no .yaml, .yml, .json or .md file is in this folder\n");
});

test("what is wrong in a file is told with its place, and the rest counts", async () => {
  await expect(["can-i", "list", "pods", "-n", "dev", "-f", "broken.yaml", ...DEVS], 0, "yes\n", /^broken\.yaml:\d+:\d+: error: .+\n/);
});

test("a document with an error ends only what compares or keeps documents", async () => {
  const input = `${ROLE}---\n${BINDING}---\nkind: Role\nmetadata: {name: [}\n`;
  const told = /^stdin:\d+:\d+: error: /;
  const codes = { "can-i list pods -n dev --as-group devs --as a": 0, "can-i delete pods -n dev --as a": 1, "who-can get pods -n dev": 0, "what-can --as a": 0, matrix: 0, findings: 0, "diff rbac -": 2, "compile --into p": 1 };
  for (const [line, code] of Object.entries(codes)) await expect(line, code, undefined, told, { input });
});

test("long work is told on a terminal, and gives way to the answer", async () => {
  const terminal = { NODE_OPTIONS: "--import=data:text/javascript,process.stderr.isTTY=true", NO_COLOR: "1" };
  const small = `${ROLE}---\n${BINDING}`;
  const large = `${`# ${"x".repeat(997)}\n`.repeat(3000)}${small}`;
  const asked = "who-can list pods -n dev";
  await expect(asked, 0, undefined, "\r\u001b[Kworking on 3 MB of documents …\r\u001b[K", { input: large, env: terminal });
  await expect(asked, 0, undefined, "", { input: small, env: terminal });
  await expect(asked, 0, undefined, "", { input: large });
  await expect("test good.yaml", 0, undefined, "\r\u001b[Ktesting 1 of 1\r\u001b[K", { env: terminal });
});

test("what is merely worth knowing is not told", async () => {
  const input = `${ROLE}---\n${BINDING}---\nkind: ConfigMap\napiVersion: v1\nmetadata: {name: a}\n`;
  const words = ["can-i", "list", "pods", "-n", "dev", ...DEVS];
  await expect(words, 0, "yes\n", /^RBAC: allowed by [^\n]*\n$/, { input });
});
