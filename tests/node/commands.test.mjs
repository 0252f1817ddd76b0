// Does each command of the command line print what it should?
//
// Whole outputs are kept in `golden/` and compared byte for byte; run with UPDATE=1 to write them anew, and
// read the difference.

import assert from "node:assert/strict";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { inflateRawSync } from "node:zlib";
import { ROOT, run } from "./subject.mjs";

const GOLDEN = fileURLToPath(new URL("golden/", import.meta.url));
const cwd = join(ROOT, "tests/policies");
const SHOP = "-f contoso";
const CLUSTER = "/subscriptions/5b000000-0000-4000-8000-000000000001/resourceGroups/rg-shop/providers/Microsoft.ContainerService/managedClusters/aks-shop";
const DORA = { upn: "dora@contoso.com", oid: "aa000000-0000-4000-8000-000000000002", groups: ["99000000-0000-4000-8000-000000000002"] };
const PAT = { upn: "pat@contoso.com", oid: "aa000000-0000-4000-8000-000000000004" };
const READERS = ["kind: Role", "metadata: {name: reader, namespace: dev}", 'rules: [{apiGroups: [""], resources: [pods], verbs: [get, list]}]', "---", "kind: RoleBinding", "metadata: {name: readers, namespace: dev}", "roleRef: {kind: Role, name: reader}", "subjects: [{kind: Group, name: devs}]"].join("\n");

const EXPECTING = `${READERS}\n---\nkind: Scenario\ntitle: Developers read pods\nrequests:\n- {as: {user: ann, groups: [devs]}, verb: list, resource: pods, namespace: dev, expect: Allow}\n- {as: {user: ann, groups: [devs]}, verb: delete, resource: pods, namespace: dev, expect: Allow}\n`;
// an address is packed by whichever zlib there is, and a digest is of one version's snapshot
const unpacked = (address) => `${JSON.stringify(JSON.parse(inflateRawSync(Buffer.from(address.trim().split("#s=")[1], "base64url")).toString()), null, 2)}\n`;
const masked = (told) => told.replace(/[0-9a-f]{64}/, "(digest)").replace(/(?<="bytes": )\d+/, "0");

/** Name, exit code, line, standard input, and what is kept of the output. */
const LINES = [
  ["can-i-token.txt", 0, `can-i list pods -n shop --token - ${SHOP}`, DORA],
  ["explain-azure.txt", 0, `explain list pods -n shop --token - ${SHOP}`, DORA],
  ["explain-order.txt", 1, `explain delete pods -n default --order AzureExclusive --token - ${SHOP}`, DORA],
  ["explain.md", 1, `explain delete pods -n default --token - ${SHOP} -o markdown`, DORA],
  ["review.txt", 0, [..."review --token -".split(" "), "kubectl logs web -n shop", ...SHOP.split(" ")], DORA],
  ["review.md", 0, [..."review --token - -o markdown".split(" "), "kubectl logs web -n shop", ...SHOP.split(" ")], DORA],
  ["review-kubeconfig.txt", 1, `review --kubeconfig admin --token - ${SHOP}`, DORA],
  ["review-action.txt", 0, `review --action Microsoft.ContainerService/managedClusters/write --scope ${CLUSTER} --token - ${SHOP}`, PAT],
  ["review-certificate.txt", 0, `review get nodes --certificate CN=masterclient,O=system:masters ${SHOP}`],
  ["who-can.txt", 0, "who-can list pods -n dev", READERS],
  ["who-can.md", 0, "who-can list pods -n dev -o markdown", READERS],
  ["who-can-action.txt", 0, `who-can --action Microsoft.ContainerService/managedClusters/listClusterAdminCredential/action --scope ${CLUSTER} ${SHOP}`],
  ["what-can.md", 0, "what-can --as ann --as-group devs -n dev -o markdown", READERS],
  ["matrix.txt", 0, "matrix -n dev", READERS],
  ["matrix.md", 0, `matrix -n shop --resource pods --resource secrets --verb get --verb delete --token claims.json ${SHOP} -o markdown`],
  ["findings.md", 1, `findings ${SHOP} -o markdown --fail-on high`],
  ["findings.xml", 0, `findings ${SHOP} -o junit`],
  ["preflight.txt", 1, `preflight features ${SHOP}`],
  ["diff.txt", 1, "diff - contoso/shop-rbac.yaml", READERS],
  ["diff.md", 1, "diff - contoso/shop-rbac.yaml -o markdown", READERS],
  ["diff.xml", 1, "diff - contoso/shop-rbac.yaml -o junit", READERS],
  ["test.txt", 1, "test", EXPECTING],
  ["test.md", 1, "test -o markdown", EXPECTING],
  ["test.xml", 1, "test -o junit", EXPECTING],
  ["compile.txt", 0, "compile --into /dev/null", READERS, masked],
  ["compile.json", 0, "compile --into /dev/null -o json", READERS, masked],
  ["link.json", 0, "link list pods -n dev --as ann --as-group devs --view orders", READERS, unpacked],
  ["link-pasted.json", 0, [..."link --as ann".split(" "), "curl -H 'Authorization: Bearer s3cr3t' https://h/api/v1/pods"], READERS, unpacked],
  ["render.html", 0, `render --token - -f contoso list pods -n shop`, DORA],
];

const written = join(cwd, "claims.json");

test("every command prints what is kept", async () => {
  if (process.env.UPDATE) {
    rmSync(GOLDEN, { recursive: true, force: true });
    mkdirSync(GOLDEN);
  }
  writeFileSync(written, JSON.stringify(PAT));
  try {
    for (const [name, code, line, given = "", shown = (text) => text] of LINES) {
      const words = Array.isArray(line) ? line : line.split(" ");
      const input = typeof given === "string" ? given : JSON.stringify(given);
      const told = await run(words, { cwd, input });
      assert.equal(told.code, code, `${words.join(" ")}\n${told.stdout}${told.stderr}`);
      const kept = shown(told.stdout);
      if (process.env.UPDATE) writeFileSync(join(GOLDEN, name), kept);
      assert.equal(kept, readFileSync(join(GOLDEN, name), "utf8"), `${name}: ${words.join(" ")}`);
    }
  } finally {
    rmSync(written);
  }
});

test("JSON holds the engine's answers", async () => {
  const json = async (line, code, input = "") => {
    const told = await run(line.split(" "), { cwd, input });
    assert.equal(told.code, code, told.stderr);
    return JSON.parse(told.stdout);
  };
  const claims = JSON.stringify(DORA);
  assert.equal((await json(`review --kubeconfig user --token - ${SHOP} -o json`, 0, claims)).gates.length, 4);
  assert.equal((await json(`explain list pods -n shop --token - ${SHOP} -o json`, 0, claims)).azure.answer, "allowed");
  assert.deepEqual((await json("matrix -n dev -o json", 0, READERS)).rows, [{ subject: "Group devs", resources: { pods: ["get", "list"] } }]);
  assert.ok((await json(`findings ${SHOP} -o json`, 0)).listed.length > 10);
  assert.equal((await json(`findings ${SHOP} -o sarif`, 0)).version, "2.1.0");
  assert.equal((await json(`preflight cluster-identity ${SHOP} -o json`, 1)).passes, false);
  assert.equal((await json("diff - contoso/shop-rbac.yaml -o sarif", 1, READERS)).runs[0].results.at(-1).ruleId, "lost");
  assert.ok((await json(`who-can list pods -n shop ${SHOP} -o json`, 0)).azure[0].principals.length > 0);
  assert.deepEqual((await json("diff - contoso/shop-rbac.yaml -o json", 1, READERS)).changes.at(-1).direction, "lost");
});

test("a matrix has a column for each API group, and one bad name hides no other", async () => {
  const role = (rules) => `kind: ClusterRole\nmetadata: {name: c}\nrules:\n${rules.map((rule) => `- ${rule}\n`).join("")}---\nkind: ClusterRoleBinding\nmetadata: {name: c}\nroleRef: {kind: ClusterRole, name: c}\nsubjects: [{kind: User, name: ann}]\n`;
  const told = async (rules, ...words) => await run(["matrix", ...words, "-o", "json"], { cwd, input: role(rules) });
  const groups = await told(['{apiGroups: [""], resources: [pods, pods/log], verbs: [get]}', "{apiGroups: [metrics.k8s.io], resources: [pods], verbs: [list]}", "{apiGroups: [apps, example.com], resources: [deployments/scale], verbs: [get]}", '{apiGroups: ["*"], resources: [jobs], verbs: [watch]}']);
  const expected = { pods: ["get"], "pods/log": ["get"], "deployments/scale": ["get"], jobs: ["watch"], "pods.metrics.k8s.io": ["list"], "deployments.example.com/scale": ["get"] };
  assert.deepEqual(JSON.parse(groups.stdout).rows[0].resources, expected);
  assert.equal(groups.stderr, "");
  const odd = await told(['{apiGroups: [""], resources: [/healthz, "--as=x", "", "-", pods], verbs: [get]}']);
  assert.equal(odd.code, 0, odd.stderr);
  assert.deepEqual(JSON.parse(odd.stdout).rows[0].resources, { pods: ["get"] });
  assert.match(odd.stderr, /^note: there is no column for the resource `--as=x` that a rule names: `--as=x` is an option, not a verb or a resource$/m);
  assert.match(odd.stderr, /^note: [^\n]*`\/healthz` is a path, not a resource$/m);
  assert.equal((await told(["{apiGroups: [''], resources: [pods], verbs: [get]}"], "--resource=--as=x")).code, 2);
});

test("rendered answers say what was asked", async () => {
  const asked = async (...words) => {
    const { stdout } = await run(["render", ...words, "--token", "-", "-f", "contoso"], { cwd, input: JSON.stringify(PAT) });
    return /<p class="q">(.*?)<\/p>/.exec(stdout)[1];
  };
  assert.equal(await asked("--kubeconfig", "user"), "pat@contoso.com: fetch the user kubeconfig");
  assert.equal(await asked("--action", "Microsoft.Storage/x/read", "--scope", CLUSTER), `pat@contoso.com: Microsoft.Storage/x/read on ${CLUSTER}`);
  assert.equal(await asked("kubectl logs web -n shop --token s3cr3t"), "pat@contoso.com: get pods web in shop, get pods/log web in shop");
  assert.equal(await asked("curl -u me:s3cr3t https://h/version"), "pat@contoso.com: get /version");
});

test("a token is read in each form people have", async () => {
  const can = async (input, code = 0) => {
    const told = await run(`can-i list pods -n shop --token - ${SHOP}`.split(" "), { cwd, input });
    assert.equal(told.code, code, told.stderr);
  };
  const jwt = ["{}", JSON.stringify(DORA), "signature"].map((part) => Buffer.from(part).toString("base64url")).join(".");
  await can(JSON.stringify(DORA));
  await can(jwt);
  await can(JSON.stringify({ kind: "ExecCredential", status: { token: jwt } }));
  await can(`\ufeff${JSON.stringify({ access_token: jwt })}\n`);
  await can("[]", 2);
});

test("a snapshot answers like its files", async () => {
  const file = join(cwd, "shop.aksess");
  try {
    const compiled = await run(["compile", ...SHOP.split(" "), "--into", "shop.aksess"], { cwd });
    assert.match(compiled.stdout, /^[0-9a-f]{64}\n$/);
    const again = await run(["compile", ...SHOP.split(" "), "--into", "shop.aksess", "-o", "json"], { cwd });
    assert.equal(`${JSON.parse(again.stdout).digest}\n`, compiled.stdout);
    assert.equal(JSON.parse(again.stdout).bytes, readFileSync(file).length);
    for (const [namespace, code] of [["shop", 0], ["default", 1]]) {
      const asked = ["can-i", "delete", "pods", "-n", namespace, "--token", "-"];
      const input = JSON.stringify(DORA);
      const [kept, read] = await Promise.all([["--snapshot", "shop.aksess"], SHOP.split(" ")].map((from) => run([...asked, ...from], { cwd, input })));
      assert.deepEqual([kept.code, kept.stdout], [code, read.stdout]);
    }
    const broken = await run(["compile", "--into", "shop.aksess"], { cwd, input: `${READERS}\n---\nkind: Role\nmetadata: {name: [}\n` });
    assert.equal(broken.code, 1);
    assert.match(broken.stderr, /: error: /);
  } finally {
    rmSync(file, { force: true });
  }
});

test("colours are for terminals, and for who asks for them", async () => {
  const asked = ["can-i", "list", "pods", "-n", "dev", "--as", "a", "--as-group", "devs"];
  const coloured = await run(asked, { input: READERS, env: { FORCE_COLOR: "1" } });
  assert.equal(coloured.stdout, "\u001b[32myes\u001b[0m\n");
  assert.equal((await run(asked, { input: READERS, env: { FORCE_COLOR: "1", NO_COLOR: "1" } })).stdout, "yes\n");
  assert.equal((await run(asked, { input: READERS })).stdout, "yes\n");
});

test("as a plugin of kubectl it is the same program", async () => {
  const { bin } = JSON.parse(readFileSync(join(ROOT, "pkg/package.json"), "utf8"));
  assert.equal(bin["kubectl-aksess"], bin.aksess);
});

test("patterns and pages are read", async () => {
  const patterns = await run(["test", "tests/scenarios/**/namespace-in*.yaml", "tests/scenarios/ht?p/encoded-slash.yaml"]);
  assert.match(patterns.stdout, /^\d+ passed, 0 failed\n$/);
  const request = (expect) => `- {as: {user: ann, groups: [devs]}, verb: list, resource: pods, namespace: dev, expect: ${expect}}`;
  const page = ["# A page", "", "```aksess", READERS, "```", "", "Then:", "", "~~~ aksess more", "kind: Scenario", "title: A page", "requests:", request("Allow"), request("Deny"), "~~~", "", "```yaml", "kind: Scenario", "```"].join("\n");
  const folder = join(ROOT, "tests/policies");
  writeFileSync(join(folder, "page.md"), page);
  try {
    const told = await run(["test", "page.md"], { cwd: folder });
    assert.equal(told.code, 1, told.stderr);
    assert.match(told.stdout, /^failed: page\.md:21: A page\n[^]*\n1 passed, 1 failed\n$/);
    assert.match(told.stdout, /RoleBinding readers {2}\(page\.md:9\)/);
    const xml = await run(["test", "page.md", "-o", "junit"], { cwd: folder });
    assert.match(xml.stdout, /<testsuites tests="2" failures="1">[^]*file="page.md" line="21">\n {6}<failure message="expected Deny, found Allow">/);
    const all = JSON.parse((await run(["test", "page.md", "-o", "sarif", "--order", "all"], { cwd: folder })).stdout);
    assert.equal(all.runs[0].results.length, 3);
    assert.match((await run(["test", "page.md", "-o", "markdown"], { cwd: folder })).stdout, /^# 1 passed, 1 failed\n\n## A page: ann: list pods in dev\n/);
  } finally {
    rmSync(join(folder, "page.md"));
  }
});

test("names are text in every output", async () => {
  const hostile = "<img src=x onerror=alert(1)>|[a](javascript:b)`c`\\u0007";
  const input = READERS.replaceAll("readers", JSON.stringify(hostile).replaceAll("\\\\", "\\"));
  const outputs = [
    ["explain list pods -n dev --as a --as-group devs -o markdown", 0],
    ["who-can list pods -n dev -o markdown", 0],
    ["what-can -n dev --as a --as-group devs -o markdown", 0],
    ["render list pods -n dev --as a --as-group devs -f - -o html", 0],
    ["render list pods -n dev --as a --as-group devs -f - -o page", 0],
    ["diff - contoso/shop-rbac.yaml -o markdown", 1],
    ["diff - contoso/shop-rbac.yaml -o junit", 1],
    ["findings -o markdown", 0],
    ["findings -o junit", 0],
  ];
  for (const [line, code] of outputs) {
    const told = await run(line.split(" "), { input, cwd });
    assert.equal(told.code, code, `${line}\n${told.stderr}`);
    const outside = told.stdout.replace(/`[^`\n]*`/g, "");
    assert.doesNotMatch(line.includes("markdown") ? outside : told.stdout, /(?<!\\)<img/, line);
    assert.doesNotMatch(told.stdout, /\u0007/, line);
    if (line.includes("markdown")) assert.doesNotMatch(outside, /(?<!\\)\]\(javascript/, line);
  }
});
