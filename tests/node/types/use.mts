// A program that uses all of the package's surface, for the compiler to read.
import { readFileSync } from "node:fs";
import {
  Authorizer,
  decode,
  identity,
  requestInfo,
  version,
  type AccessRequest,
  type AccessReview,
  type AksessError,
  type Decision,
  type Diagnostic,
  type Options,
  type Outcome,
  type Pasted,
  type RequestInfo,
  type Source,
  type Subject,
  type SubjectAccessReviewSpec,
  type SubjectGrant,
  type SubjectRules,
  type Trace,
  type Vocabulary,
} from "aksess";

const source: Source = decode("rbac.yaml", readFileSync("rbac.yaml"));
const options: Options = { order: "KubernetesFirst" };
const authorizer = new Authorizer([source, { name: "pasted", text: "" }], options);
const spec: SubjectAccessReviewSpec = {
  user: "alice",
  groups: ["developers"],
  extra: { oid: ["1"] },
  resourceAttributes: { verb: "list", group: "apps", resource: "deployments", namespace: "dev" },
};
const decision: Decision = authorizer.authorize(spec);
const trace: Trace = authorizer.explain(spec);
const place = trace.grounds[0]?.binding.location;
const line: number | undefined = place?.line;
const words: string = authorizer.render({ groups: ["a"], nonResourceAttributes: { path: "/healthz", verb: "get" } });
const outcomes: Outcome[] = authorizer.test();
const diagnostics: Diagnostic[] = authorizer.diagnostics;
const roles: number | undefined = authorizer.contents["Role"];
const vocabulary: Vocabulary = authorizer.vocabulary;
const subject: Subject = identity({ user: "alice" });
const requests: AccessRequest[] = [
  { as: subject, verb: "list", resource: "pods", namespace: "dev" },
  { as: { certificate: { commonName: "ann", organization: ["ops"] } }, verb: "get", path: "/healthz" },
  { as: { serviceAccount: "dev/web" }, http: "GET /api/v1/pods", impersonate: { user: "bob" } },
  { as: { anonymous: true }, kubectl: "get pods", object: { kind: "Role" } },
];
const reviews: AccessReview[] = requests.map((request) => authorizer.review(request));
const refusal: string | null = reviews[0]?.message ?? authorizer.forbiddenBody(spec);
const report: string = authorizer.renderReview({ as: subject, pasted: "kubectl get pods" });
const pasted: Pasted = authorizer.read("kubectl get pods");
const everyone: SubjectGrant[] = authorizer.whoCan({ resourceAttributes: { verb: "get", resource: "secrets" } }).subjects;
const rules: SubjectRules[] = [authorizer.whatCan(subject), authorizer.whatCan(subject, "dev")];
const info: RequestInfo = requestInfo("GET", "/api/v1/pods");
authorizer.free();
{
  using policy = new Authorizer([]);
  using question = policy.prepare(spec);
  using batch = policy.prepareAll([spec]);
  const decisions: Decision[] = [policy.authorize(question), ...policy.authorizeAll(batch)];
  console.log(decisions, batch.length);
}
const explain = (thrown: AksessError): boolean => thrown.code === "freed" && thrown.argument === "Authorizer";

// @ts-expect-error: what was read does not change
authorizer.diagnostics = [];
// @ts-expect-error: there are three orders
new Authorizer([], { order: "Azure" });

// @ts-expect-error: something is asked
authorizer.review({ as: subject });
// @ts-expect-error: a service account is written namespace/name
authorizer.review({ as: { serviceAccount: { name: "web" } }, path: "/" });

export { decision, diagnostics, everyone, explain, info, line, outcomes, pasted, refusal, report, reviews, roles };
export { rules, version, vocabulary, words };
