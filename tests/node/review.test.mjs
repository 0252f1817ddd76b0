// Does the package review requests, read texts and answer for whole policies as it says?

import assert from "node:assert/strict";
import test from "node:test";
import { BINDING, ROLE } from "./command-line.mjs";
import { aksess } from "./subject.mjs";

const { Authorizer, identity, requestInfo } = aksess;
const authorizer = new Authorizer([{ name: "rbac.yaml", text: `${ROLE}---\n${BINDING}` }]);
const alice = { user: "alice", groups: ["devs"] };

test("each form of a request is reviewed", () => {
  const asked = { verb: "list", resource: "pods", namespace: "dev" };
  const forms = [
    asked,
    { http: "GET /api/v1/namespaces/dev/pods" },
    { kubectl: "get pods -n dev" },
    { pasted: "$ kubectl get pods -n dev" },
  ];
  for (const form of forms) {
    const review = authorizer.review({ as: alice, ...form });
    assert.equal(review.decision, "Allow", JSON.stringify(form));
    assert.equal(review.by, "kubernetes-rbac");
    assert.equal(review.requests.find(({ counts }) => counts).trace.grounds[0].binding.name, "readers");
    const refused = authorizer.review({ as: { user: "bob" }, ...form });
    assert.match(refused.message, /^pods is forbidden: User "bob" cannot list resource "pods"/);
  }
  assert.equal(authorizer.review({ as: { user: "root", groups: ["system:masters"] }, verb: "get", path: "/" }).by, "superuser");
});

test("credentials receive the groups that the API server adds", () => {
  const groups = (as) => authorizer.review({ as, verb: "get", path: "/" }).identity;
  assert.deepEqual(groups({ certificate: { commonName: "ann", organization: ["a"] } }), { user: "ann", groups: ["a", "system:authenticated"] });
  assert.equal(groups({ serviceAccount: "dev/web" }).user, "system:serviceaccount:dev:web");
  assert.deepEqual(groups({ anonymous: true }), { user: "system:anonymous", groups: ["system:unauthenticated"] });
  assert.deepEqual(groups({ user: "ann", groups: ["a"], uid: "1", extra: { k: ["v"] } }), { user: "ann", groups: ["a"], extra: { k: ["v"] } });
});

test("impersonation and the escalation check are part of a review", () => {
  const acts = { as: { user: "root", groups: ["system:masters"] }, impersonate: alice, kubectl: "get pods -n dev" };
  const review = authorizer.review(acts);
  assert.deepEqual([review.decision, review.identity.groups], ["Allow", ["devs", "system:authenticated"]]);
  assert.ok(review.impersonation.every(({ allowed }) => allowed));
  const grants = `kind: ClusterRole
metadata: {name: writer}
rules: [{apiGroups: [rbac.authorization.k8s.io], resources: [roles], verbs: [create]}]
---
kind: ClusterRoleBinding
metadata: {name: writers}
roleRef: {kind: ClusterRole, name: writer}
subjects: [{kind: User, name: alice}]
`;
  const writer = new Authorizer([{ name: "writer.yaml", text: grants }]);
  const object = { kind: "Role", metadata: { name: "r" }, rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["get"] }] };
  const create = { verb: "create", apiGroup: "rbac.authorization.k8s.io", resource: "roles", namespace: "dev" };
  const refused = writer.review({ as: alice, ...create, object });
  assert.equal(refused.decision, "Deny");
  assert.deepEqual(refused.requests[0].escalation.missing, [{ verb: "get", apiGroup: "", resource: "pods", resourceName: null }]);
  assert.match(writer.renderReview({ as: alice, ...create, object }), /^Denied by the escalation check\n/);
  assert.equal(writer.review({ as: alice, ...create }).decision, "Allow");
});

test("texts are read with the kinds that the policy names", () => {
  const rule = "kind: Role\nmetadata: {name: a}\nrules: [{apiGroups: [acme.io], resources: [gadgets], verbs: [get]}]";
  const read = (text) => new Authorizer([{ name: "a", text: rule }]).read(text);
  const asked = read("kubectl auth can-i get gadgets -n dev").requests.find(({ need }) => need === "required");
  assert.deepEqual(asked.question, {
    resourceAttributes: { namespace: "dev", verb: "get", group: "acme.io", resource: "gadgets", subresource: "", name: "" },
  });
  const [problem] = read('kubectl get pods "😀é" \'x').problems;
  assert.deepEqual([problem.start, problem.end], [23, 24]);
});

test("who can and what one can", () => {
  const { subjects } = authorizer.whoCan({ resourceAttributes: { verb: "get", resource: "pods", namespace: "dev" } });
  assert.deepEqual(subjects.map(({ kind, name }) => `${kind} ${name}`), ["Group system:masters", "Group devs"]);
  assert.equal(subjects[0].grant, null);
  assert.equal(subjects[1].grant.binding.location.source, "rbac.yaml");
  assert.equal(authorizer.whatCan(alice, "dev").resourceRules[0].grant.role.name, "reader");
  assert.deepEqual(authorizer.whatCan(alice).resourceRules, []);
  assert.deepEqual(authorizer.whatCan({}, null).nonResourceRules, []);
});

test("a request line never throws", () => {
  assert.equal(requestInfo("GET", "/api/v1/namespaces/dev/pods?watch=1").verb, "watch");
  for (const line of [[], [1, {}], ["", ""], ["GET", null]]) assert.equal(requestInfo(...line).error.code, 400);
  assert.equal(requestInfo("GET", "/api/v1/watch").error.code, 500);
});

test("an acted-as caller has the groups the API server adds", () => {
  assert.deepEqual(identity({ user: "a", groups: ["b"] }), { user: "a", groups: ["b", "system:authenticated"] });
  assert.deepEqual(identity({ user: "system:anonymous" }).groups, ["system:unauthenticated"]);
});

test("a refused caller reads the body that the API server writes", () => {
  const spec = { user: "bob", resourceAttributes: { verb: "get", resource: "secrets", namespace: "dev", name: "<a>" } };
  assert.match(authorizer.forbiddenBody(spec), /^\{"kind":"Status",.*\\u003ca\\u003e.*"code":403\}\n$/);
  assert.equal(authorizer.forbiddenBody({ groups: ["system:masters"], nonResourceAttributes: {} }), null);
});

const reviewing = (request) => () => authorizer.review(request);
const circle = {};
circle.as = circle;
const WRONG = [
  [reviewing(), "request must be plain data, found nothing"],
  [reviewing(circle), "request must be plain data, found an object"],
  [reviewing({}), "request: a request says who asks: `as: {user: …}`"],
  [reviewing({ as: alice }), /^request: a request asks for exactly one of `resource`/],
  [reviewing({ as: alice, http: "GET /", path: "/" }), /^request: a request asks for exactly one of/],
  [reviewing({ as: alice, http: "GET /", expect: "Allow" }), /^request: `expect` is not a field of a request/],
  [reviewing({ as: { usr: "a" }, http: "GET /" }), /^request: `usr` does not say who asks/],
  [reviewing({ as: { user: 1 }, http: "GET /" }), /^request: `user` must be a string, not a number/],
  [reviewing({ as: alice, impersonate: { usr: "a" }, http: "GET /" }), /^request: `usr` is not known here/],
  [() => authorizer.renderReview([]), /^request: `a request` must be a mapping, not a list/],
  [() => authorizer.read(), "text must be a string, found nothing"],
  [() => authorizer.whoCan({}), "attributes: exactly one of `resourceAttributes` and `nonResourceAttributes` must be given"],
  [() => authorizer.whoCan({ verb: "get" }), /^attributes\.verb is not known/],
  [() => authorizer.whatCan("alice"), "subject must be an object, found `alice`"],
  [() => authorizer.whatCan(alice, 1), "namespace must be a string, found a number"],
  [() => identity({ group: "a" }), "subject.group is not known; subject has user, groups, extra"],
];

test("wrong arguments throw an error that says what and where", () => {
  for (const [attempt, message] of WRONG) assert.throws(attempt, { name: "TypeError", message });
});
