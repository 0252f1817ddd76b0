// Which configurations of the plugin are good, and which 27 kinds are refused, with what is told?

import { AUDIENCES, ISSUERS, TENANT } from "./tokens.mjs";

/** A policy that lets everybody do everything, so that what the upstream sees tells who was believed. */
export const EVERYTHING = `
kind: ClusterRole
apiVersion: rbac.authorization.k8s.io/v1
metadata: {name: everything}
rules:
- {apiGroups: ["*"], resources: ["*"], verbs: ["*"]}
- {nonResourceURLs: ["*"], verbs: ["*"]}
---
kind: ClusterRoleBinding
apiVersion: rbac.authorization.k8s.io/v1
metadata: {name: everybody}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: everything}
subjects:
- {apiGroup: rbac.authorization.k8s.io, kind: Group, name: "system:authenticated"}
- {apiGroup: rbac.authorization.k8s.io, kind: Group, name: "system:unauthenticated"}
`;

/** A token source. */
export const tokenSource = (issuer, claims, more = {}) => ({
  token: {
    payloadHeader: `x-aksess-${issuer}`,
    payloadMetadata: issuer,
    issuer: ISSUERS[issuer],
    audiences: [AUDIENCES[issuer]],
    claims,
    ...more,
  },
});
export const ENTRA = tokenSource("entra", { entra: { tenant: TENANT } });
export const CLUSTER = tokenSource("cluster", { serviceAccount: {} });
export const FRONT = { frontHeaders: { frontNames: ["front-proxy"] } };
export const CERTIFICATE = { certificate: {} };
export const ANONYMOUS = { anonymous: {} };
export const ALL = [ENTRA, CLUSTER, FRONT, CERTIFICATE, ANONYMOUS];

/** A configuration for the mode enforce. */
export const enforce = (policy, settings = {}) => ({
  policy: { documents: [{ name: "policy.yaml", text: policy }] },
  mode: { enforce: { service: "kubernetes", identity: ALL, upstream: "remoteHeaders", ...settings } },
});

export const GOOD = enforce(EVERYTHING, { identity: [ENTRA, FRONT, CERTIFICATE] });
const settings = GOOD.mode.enforce;
const change = (more) => ({ ...GOOD, mode: { enforce: { ...settings, ...more } } });
const without = (key) => {
  const { [key]: _, ...rest } = settings;
  return { ...GOOD, mode: { enforce: rest } };
};
const tokenWith = (more) => change({ identity: [{ token: { ...ENTRA.token, ...more } }] });
const documents = (text) => ({ documents: [{ name: "p.yaml", text }] });
const twin = { token: { ...ENTRA.token, payloadHeader: "x-b", payloadMetadata: "b" } };

/** What it is, the configuration, and what is told; those whose shape alone is wrong are marked. */
export const BAD = [
  ["no configuration", "", /line 1, column 1: there is nothing/],
  ["no YAML", "mode: [", /line \d+, column \d+: /],
  ["an unknown field", { ...GOOD, polices: 1 }, /line 1, column \d+: unknown field `polices`; known here: policy, order, mode, metrics/, "shape"],
  ["an unknown field within", change({ answerReview: true }), /unknown field `answerReview`/, "shape"],
  ["a field of another type", change({ answerReviews: "yes" }), /`answerReviews` is `true` or `false`, not a string/, "shape"],
  ["a field twice", '{"metrics": true,\n "metrics": false}', /line 2, column 2: `metrics` is written twice/],
  ["no policy", { mode: GOOD.mode }, /missing field `policy`/, "shape"],
  ["no mode", { policy: GOOD.policy }, /missing field `mode`/, "shape"],
  ["two modes", { ...GOOD, mode: { ...GOOD.mode, webhook: { callers: ["x"] } } }, /`mode` must have one of/, "shape"],
  ["an unknown order", { ...GOOD, order: "azureFirst" }, /`order` must be one of: AzureFirst, KubernetesFirst, AzureExclusive/, "shape"],
  ["no identity", without("identity"), /missing field `identity`/, "shape"],
  ["nobody believed", change({ identity: [] }), /`identity` is empty, so nobody is believed/, "shape"],
  ["anonymous before others", change({ identity: [ANONYMOUS, CERTIFICATE] }), /`anonymous` must be the last/],
  ["no front named", change({ identity: [{ frontHeaders: { frontNames: [] } }] }), /`frontNames` is empty/, "shape"],
  ["no upstream", without("upstream"), /missing field `upstream`/, "shape"],
  ["a certificate to pass on", change({ upstream: "credential" }), /a certificate ends at the gateway/],
  ["no audience", tokenWith({ audiences: [] }), /`audiences` is empty/, "shape"],
  ["a reserved prefix", tokenWith({ prefix: "system:x" }), /`prefix` `system:x` makes names that only the cluster gives/],
  ["a header that is taken", tokenWith({ payloadHeader: "x-remote-user" }), /no header of its own/],
  ["two issuers alike", change({ identity: [ENTRA, twin] }), /a name of one issuer would count as another's/],
  ["no caller", { policy: GOOD.policy, mode: { webhook: { callers: [] } } }, /`callers` is empty/, "shape"],
  ["a policy that cannot be read", { ...GOOD, policy: documents("kind: Role\nmetadata: [\n") }, /p\.yaml:\d+:\d+: /],
  ["a kind that is a slip", { ...GOOD, policy: documents("apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBindng\n") }, /p\.yaml:2:7: `RoleBindng` is no kind of this API group/],
  ["a policy too large", { ...GOOD, policy: documents("#".repeat(1_048_577)) }, /`documents` hold 1048577 bytes/],
  ["a snapshot of another policy", { ...GOOD, policy: { snapshot: { base64: "AAAA", digest: "sha256:00" } } }, /is not the one of this `digest`/, "shape"],
  ["reviews before another service", change({ service: "http", answerReviews: true }), /`answerReviews` is for the service `kubernetes`/],
  ["defaults before another service", { ...change({ service: "http" }), policy: documents("kind: ClusterSettings\nkubernetesDefaults: true") }, /`kubernetesDefaults`/],
];
