// Does an assignment of Azure count only while it is in force?

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { ask, credentials } from "./client.mjs";
import { Gate, enforce } from "./gate.mjs";
import { EXAMPLES, Envoy, folder, freePorts, remove, withPorts } from "./proxy.mjs";
import { TENANT, entra } from "./tokens.mjs";

const CLUSTER = "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-shop/providers/Microsoft.ContainerService/managedClusters/shop";
const ADMIN = "b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b"; // Azure Kubernetes Service RBAC Cluster Admin
/** Who is assigned it, and from when to when. */
const WINDOWS = {
  "aaaaaaaa-0000-4000-8000-000000000001": ["2020-01-01T08:00:00Z", "2020-01-01T16:00:00Z"],
  "aaaaaaaa-0000-4000-8000-000000000002": ["2100-01-01T08:00:00Z", "2100-01-01T16:00:00Z"],
  "aaaaaaaa-0000-4000-8000-000000000003": ["2020-01-01T08:00:00Z", "2100-01-01T16:00:00Z"],
};
const EXPECTED = [["000000000001", false], ["000000000002", false], ["000000000003", true]];
const POLICY = JSON.stringify({
  value: [
    { type: "Microsoft.ContainerService/ManagedClusters", id: CLUSTER, name: "shop", aadProfile: { managed: true, enableAzureRbac: true, tenantID: TENANT } },
    ...Object.entries(WINDOWS).map(([principalId, [startDateTime, endDateTime]]) => ({
      type: "Microsoft.Authorization/roleAssignmentScheduleInstances",
      name: principalId.replace("aaaaaaaa", "bbbbbbbb"),
      properties: {
        principalId,
        principalType: "User",
        roleDefinitionId: `/subscriptions/11111111-1111-4111-8111-111111111111/providers/Microsoft.Authorization/roleDefinitions/${ADMIN}`,
        scope: CLUSTER,
        startDateTime,
        endDateTime,
      },
    })),
  ],
});

test("requests, and reviews about oneself, are decided as of now", async (t) => {
  const gate = await Gate.start(enforce(POLICY, { answerReviews: true }));
  t.after(() => gate.stop());
  for (const [end, isAllowed] of EXPECTED) {
    const token = entra("ann@contoso.com", [], { oid: `aaaaaaaa-0000-4000-8000-${end}` });
    const headers = [["Authorization", `Bearer ${token}`]];
    const found = await gate.ask({ path: "/api/v1/namespaces/dev/secrets", headers });
    assert.equal(found.status, isAllowed ? 200 : 403, end);
    const resourceAttributes = { namespace: "dev", verb: "list", resource: "secrets" };
    const body = JSON.stringify({ spec: { resourceAttributes } });
    const path = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
    // whoever may not create reviews is refused before
    const own = await gate.ask({ method: "POST", path, headers, body });
    assert.equal(own.status === 201 && JSON.parse(own.body).status.allowed, isAllowed, end);
  }
});

test("reviews of the webhook are decided as of now", async (t) => {
  const path = folder();
  const [admin, port] = await freePorts(2);
  const text = readFileSync(join(EXAMPLES, "webhook.yaml"), "utf8");
  const policy = text.replace(/( +)documents:\n[^]*?(?=\n {10}- name: router)/, (_, indent) => `${indent}documents: [{name: p.json, text: ${JSON.stringify(POLICY)}}]`);
  const envoy = await Envoy.start(path, withPorts(policy, { 9901: admin, 8444: port }), admin);
  t.after(async () => {
    await envoy.stop();
    remove(path);
  });
  for (const [end, isAllowed] of EXPECTED) {
    const spec = {
      user: "ann@contoso.com",
      groups: ["system:authenticated"],
      extra: { oid: [`aaaaaaaa-0000-4000-8000-${end}`] },
      resourceAttributes: { namespace: "dev", verb: "list", resource: "secrets" },
    };
    const body = JSON.stringify({ kind: "SubjectAccessReview", apiVersion: "authorization.k8s.io/v1", spec });
    const found = await ask(port, credentials(path, "kube-apiserver"), { method: "POST", path: "/authorize", body });
    assert.equal(JSON.parse(found.body).status.allowed, isAllowed, end);
  }
});
