/** A decision with its reasons. */
export interface Trace {
  decision: Decision;
  by: By;
  /** What the authorizer reports, exactly as the API server words it; often empty. */
  reason: string;
  /** What the caller of a refused request reads, exactly; `null` when allowed. */
  message: string | null;
  /** The question that was answered. */
  request: SubjectAccessReviewSpec;
  /** What each authorizer says, in the order of the chain; the first that allows or denies decides. */
  opinions: Opinion[];
  /** Every binding that alone is enough, in the order the API server reads them. */
  grounds: Ground[];
  /** What Azure RBAC was asked and found; absent where no document of Azure is there. */
  azure?: AzureTrace;
  /** For a refusal: bindings that came near, nearest first; at most 50. */
  nearMisses: NearMiss[];
  counts: Counts;
}

/** What one authorizer says. */
export interface Opinion {
  gate: Gate;
  decision: Decision;
  /** What it gives as its reason, as the API server words it. */
  reason: string;
}

/** Who speaks. `superuser` lets system:masters pass before any binding is read. */
export type Gate = "superuser" | "azure-rbac" | "kubernetes-rbac";

/** A binding that grants the request. */
export interface Ground {
  binding: ObjectRef;
  /** Its first subject that is the caller. */
  subject: SubjectRef;
  role: ObjectRef;
  /** The first rule of the role that allows the request. */
  rule: RuleRef;
  /** How the API server would word it if this binding were the one it found. */
  reason: string;
}

/** A binding that does not grant the request, and why not. */
export interface NearMiss {
  binding: ObjectRef;
  subject: SubjectRef | null;
  role: ObjectRef | null;
  /** The rule that is nearest to the request. */
  rule: RuleRef | null;
  /** What keeps it from granting; never empty. */
  differences: Difference[];
  /** What it does grant, and to whom: `grants this in dev`. */
  title: string;
}

/** One respect in which a binding does not fit the request. */
export interface Difference {
  facet: Facet;
  written: string[];
  asked: string;
  location: Location | null;
  /** Whether it was written in a place that a snapshot did not keep; absent where not. */
  unplaced?: true;
  /** The same as a sentence. */
  words: string;
}

export type Facet =
  | "subject"
  | "namespace"
  | "roleRef"
  | "verb"
  | "apiGroup"
  | "resource"
  | "subresource"
  | "resourceName"
  | "nonResourceUrl";

/** Names an object. */
export interface ObjectRef {
  kind: string;
  /** Absent for objects in no namespace. */
  namespace?: string;
  name: string;
  /** `null` for what was not among the sources, and in a policy from a snapshot. */
  location: Location | null;
  /** Whether it was written in a place that a snapshot did not keep; absent where not. */
  unplaced?: true;
}

/** Names a subject of a binding. */
export interface SubjectRef {
  kind: string;
  namespace?: string;
  name: string;
  location: Location | null;
  /** Whether it was written in a place that a snapshot did not keep; absent where not. */
  unplaced?: true;
}

/** One rule of a role, as written. */
export interface RuleRef {
  /** Its place in the role, from 1. */
  number: number;
  /** How many rules the role has. */
  of: number;
  verbs: string[];
  apiGroups?: string[];
  resources?: string[];
  resourceNames?: string[];
  nonResourceURLs?: string[];
  location: Location | null;
  /** Whether it was written in a place that a snapshot did not keep; absent where not. */
  unplaced?: true;
}

/** How many bindings there are, and how many play which part. */
export interface Counts {
  bindings: number;
  /** Those that name the caller, in any namespace. */
  naming: number;
  /** Those whose roles were read. */
  read: number;
  /** Those that came near, also where the trace does not list them. */
  near: number;
}
