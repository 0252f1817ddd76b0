// Does the command line explain pasted texts, and list who can and what one can?

import assert from "node:assert/strict";
import { join } from "node:path";
import test from "node:test";
import { aksessIn, DEVS, expect } from "./command-line.mjs";
import { ROOT } from "./subject.mjs";

const FILES = ["-f", "rbac"];
const REFUSED = 'Error from server (Forbidden): pods is forbidden: User "bob" cannot list resource "pods" in API group "" in the namespace "dev"';
const EVENT = JSON.stringify({
  kind: "Event",
  apiVersion: "audit.k8s.io/v1",
  stage: "ResponseComplete",
  verb: "list",
  requestURI: "/api/v1/namespaces/dev/pods",
  user: { username: "carol", groups: ["devs", "system:authenticated"] },
  objectRef: { resource: "pods", namespace: "dev", apiVersion: "v1" },
});

test("a line of kubectl is explained request by request", async () => {
  const line = ["explain", "kubectl logs web -n dev", ...FILES];
  await expect([...line, ...DEVS], 0, /^Allowed by gate 4, Kubernetes RBAC\n[^]*✓ get pods web in dev[^]*✓ get pods\/log web in dev[^]*RoleBinding readers/, "");
  const { stdout, code } = await aksessIn([...line, "--as", "bob", "-o", "json"]);
  assert.equal(code, 1);
  const review = JSON.parse(stdout);
  assert.equal(review.decision, "Deny");
  assert.match(review.message, /^pods "web" is forbidden: User "bob" cannot get/);
  assert.deepEqual(review.identity.groups, ["system:authenticated"]);
});

test("other texts are explained for whom they tell of", async () => {
  const note = "note: asked as bob, in system:authenticated\n";
  await expect(["explain", REFUSED, ...FILES], 1, /^Denied [^]*readers grants this to Group devs/, note);
  await expect(["explain", REFUSED, ...FILES, ...DEVS], 0, /^Allowed /, "");
  await expect(["explain", "-", ...FILES], 0, /^Allowed /, "note: asked as carol, in devs, system:authenticated\n", { input: EVENT });
  const curl = "curl -k https://cluster:6443/api/v1/namespaces/dev/pods";
  await expect(["explain", curl, ...FILES, ...DEVS], 0, /^Allowed /, "");
});

const SHOP = ["-f", join(ROOT, "tests/policies/contoso")];
const CLUSTER = "/subscriptions/5b000000-0000-4000-8000-000000000001/resourceGroups/rg-shop/providers/Microsoft.ContainerService/managedClusters/aks-shop";
const FAILED = (action) => `(AuthorizationFailed) The client 'dora@contoso.com' with object id 'aa000000-0000-4000-8000-000000000002' does not have authorization to perform action '${action}' over scope '${CLUSTER}' or the scope is invalid.`;

test("a refusal of Azure is explained for whom it names", async () => {
  const admin = "Microsoft.ContainerService/managedClusters/listClusterAdminCredential/action";
  const told = await aksessIn(["explain", FAILED(admin), ...SHOP]);
  assert.equal(told.code, 1);
  assert.match(told.stderr, /note: asked as dora@contoso\.com, aa000000-/);
  assert.match(told.stdout, /^Denied by Azure Resource Manager\nNo role assignment grants it\. [^]*Cluster Admin Role has it/);
  assert.ok(told.stdout.includes(FAILED(admin)), told.stdout);
  const line = ["explain", "az aks get-credentials -g rg-shop -n aks-shop --admin", "--as", "pat@contoso.com"];
  await expect([...line, "--as-user-extra", "oid=aa000000-0000-4000-8000-000000000004", ...SHOP], 0, /^Allowed by Azure Resource Manager/);
});

test("refusals that speak of Azure become the question", async () => {
  const refused = (reason) => `Error from server (Forbidden): pods is forbidden: User "dora@contoso.com" cannot delete resource "pods" in API group "" in the namespace "default": ${reason}`;
  const reasons = [
    "User does not have access to the resource in Azure. Update role assignment to allow access.",
    "Azure does not have opinion for this non AAD user. If you are an AAD user, please set Extra:oid parameter for impersonated user in the kubeconfig",
  ];
  for (const [at, reason] of reasons.entries()) {
    const oid = at === 0 ? ["--as", "dora@contoso.com", "--as-user-extra", "oid=aa000000-0000-4000-8000-000000000002"] : [];
    const { stdout, code } = await aksessIn(["explain", refused(reason), ...oid, ...SHOP, "-o", "json"]);
    assert.equal(code, 1);
    assert.equal(`Error from server (Forbidden): ${JSON.parse(stdout).message}`, refused(reason));
  }
});

test("a line may act as someone else, if its caller may", async () => {
  const line = ["explain", "kubectl get pods -n dev --as bob --as-group devs", ...FILES];
  await expect([...line, "--as", "alice"], 1, /^Denied by impersonation\n[^\n]*\npods is forbidden: User "alice" cannot impersonate-on:user-info:list/);
  await expect([...line, "--as", "root", "--as-group", "system:masters"], 0, /^Allowed by gate 4[^]*RoleBinding readers/);
});

test("who-can lists subjects with what gives it to them", async () => {
  const table = `SUBJECT               THROUGH                            ROLE                PLACE
Group system:masters  passes before any binding is read
Group devs            RoleBinding readers in dev         Role reader in dev  rbac/more/binding.yml:3
`;
  await expect("who-can get pods web -n dev -f rbac", 0, table, "");
  await expect("who-can get pods -f rbac", 0, /^SUBJECT[^\n]*\nGroup system:masters[^\n]*\n$/, "");
  const { stdout } = await aksessIn("who-can get deploy -n dev -f rbac -o json");
  const { subjects, error } = JSON.parse(stdout);
  assert.deepEqual([subjects.map(({ name }) => name), error], [["system:masters", "devs"], ""]);
  assert.equal(subjects[1].grant.rule.number, 1);
});

test("what-can lists rules with what gives them", async () => {
  const { stdout, code } = await aksessIn(["what-can", "-n", "dev", "--defaults", ...FILES, ...DEVS]);
  assert.equal(code, 0);
  const rows = stdout.split("\n").map((row) => row.split(/ {2,}/));
  assert.deepEqual(rows[0], ["RESOURCES", "PATHS", "NAMES", "VERBS", "THROUGH", "PLACE"]);
  const row = (name) => rows.find(([first]) => first === name).slice(1);
  assert.deepEqual(row("pods.apps/log"), ["[]", "[]", "[get list]", "RoleBinding readers in dev", "rbac/role.yaml:5"]);
  assert.deepEqual(row("selfsubjectreviews.authentication.k8s.io")[3], "ClusterRoleBinding system:basic-user");
  assert.ok(rows.some(([first, paths]) => first === "" && /\/healthz/.test(paths)));
  await expect(["what-can", "-A", ...FILES, ...DEVS], 0, /^RESOURCES[^\n]*\n$/, "");
  const told = await aksessIn(["what-can", "-n", "dev", "-o", "json", ...FILES, ...DEVS]);
  assert.deepEqual(JSON.parse(told.stdout).resourceRules[0].verbs, ["get", "list"]);
});

test("the default policy is there when wanted", async () => {
  const words = "get /version --as alice -f rbac".split(" ");
  await expect(["can-i", ...words], 1, "no\n");
  await expect(["can-i", ...words, "--defaults"], 0, "yes\n", /system:discovery/);
  await expect(["explain", ...words, "--defaults"], 0, /ClusterRoleBinding system:discovery {2}\(default\)/);
  const input = "kind: Scenario\ntitle: a\nrequests:\n- {as: {serviceAccount: a/b}, verb: get, path: /version, expect: Allow}\n";
  await expect("test", 1, /0 passed, 1 failed\n$/, /^warning: stdin: [^\n]*none that could grant anything\n$/, { input });
  await expect("test --defaults", 0, "1 passed, 0 failed\n", "", { input });
});
