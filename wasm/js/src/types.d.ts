/** One named text: YAML or JSON, as many documents as there are. */
export interface Source {
  /** What it is called in diagnostics and traces: a file name, or `pasted`. */
  name: string;
  text: string;
}

export interface Options {
  /**
   * How Azure RBAC and Kubernetes RBAC combine; `AzureFirst` unless given. As long as only
   * Kubernetes RBAC is decided the three give the same answers.
   */
  order?: "AzureFirst" | "KubernetesFirst" | "AzureExclusive";
}

/** The `spec` of a SubjectAccessReview. Absent fields are empty; no group is added. */
export interface SubjectAccessReviewSpec {
  user?: string;
  groups?: string[];
  uid?: string;
  extra?: Record<string, string[]>;
  /** A question about an API object; exactly one of the two is given. */
  resourceAttributes?: ResourceAttributes;
  /** A question about a path. */
  nonResourceAttributes?: NonResourceAttributes;
}

export interface ResourceAttributes {
  /** Empty for the cluster scope or all namespaces. */
  namespace?: string;
  verb?: string;
  /** The API group; empty for the core group. */
  group?: string;
  version?: string;
  /** The plural, `pods`. */
  resource?: string;
  /** `log` of `pods/log`. */
  subresource?: string;
  name?: string;
}

export interface NonResourceAttributes {
  /** With its leading slash. */
  path?: string;
  /** The lower-case method. */
  verb?: string;
}

/** At the end of the chain `NoOpinion` means refused. */
export type Decision = "Allow" | "Deny" | "NoOpinion";

/** What decided. */
export type By = "superuser" | "kubernetes-rbac" | "no-grant";

/** A place in a source. Lines and columns start at 1; columns are UTF-16 code units. */
export interface Location {
  source: string;
  line: number;
  column: number;
  endLine: number;
  /** One past the last character. */
  endColumn: number;
}

/** One remark about one place. */
export interface Diagnostic extends Location {
  /** `error`: it could not be read and does not count. `warning`: it likely is not what was meant. */
  severity: "error" | "warning" | "info";
  message: string;
}

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

/** Who speaks. `Superuser` lets system:masters pass before any binding is read. */
export type Gate = "Superuser" | "KubernetesRbac";

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
  /** `null` for what was not among the sources. */
  location: Location | null;
}

/** Names a subject of a binding. */
export interface SubjectRef {
  kind: string;
  namespace?: string;
  name: string;
  location: Location | null;
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

/** How one request of a scenario came out. */
export interface Outcome {
  title: string;
  /** The request in one line. */
  request: string;
  location: Location | null;
  /** What differs from what was expected; empty when it passed. */
  failures: string[];
  trace: Trace;
}

/** Names the sources use, each sorted and once: what a form can suggest. */
export interface Vocabulary {
  users: string[];
  groups: string[];
  namespaces: string[];
  verbs: string[];
  apiGroups: string[];
  resources: string[];
  names: string[];
  paths: string[];
}

/** A policy that was read and compiled: compile once, ask often. */
export class Authorizer {
  /**
   * Reads and compiles the sources. What is wrong inside a source is a diagnostic; only arguments
   * of the wrong shape throw.
   */
  constructor(sources: Source[], options?: Options);
  /** What is wrong with the sources or worth knowing, in document order. */
  readonly diagnostics: Diagnostic[];
  /** How many objects of each kind were read. */
  readonly contents: Record<string, number>;
  readonly vocabulary: Vocabulary;
  /** The answer, and nothing else. */
  authorize(spec: SubjectAccessReviewSpec): Decision;
  /** The answer with its reasons, from the same walk. */
  explain(spec: SubjectAccessReviewSpec): Trace;
  /** The same as text for a terminal. */
  render(spec: SubjectAccessReviewSpec): string;
  /** Runs the scenarios among the sources. */
  test(): Outcome[];
  /** Gives the memory back; nothing may be asked afterwards. */
  free(): void;
}

/** A source from the bytes of a file: UTF-8, or UTF-16 with a byte order mark. */
export function decode(name: string, bytes: Uint8Array): Source;

/** The version of the engine. */
export function version(): string;
