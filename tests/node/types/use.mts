// A program that uses all of the package's surface, for the compiler to read.
import { readFileSync } from "node:fs";
import {
  Authorizer,
  decode,
  version,
  type Decision,
  type Diagnostic,
  type Options,
  type Outcome,
  type Source,
  type SubjectAccessReviewSpec,
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
authorizer.free();

// @ts-expect-error: what was read does not change
authorizer.diagnostics = [];
// @ts-expect-error: there are three orders
new Authorizer([], { order: "Azure" });

export { decision, diagnostics, line, outcomes, roles, version, vocabulary, words };
