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

/** How one request of a scenario came out. */
export interface Outcome {
  title: string;
  /** The request in one line. */
  request: string;
  location: Location | null;
  /** What differs from what was expected; empty when it passed. */
  failures: string[];
  /** The answer with its reasons, as text; empty when it passed. */
  report: string;
  /** The answer with its reasons. */
  review: AccessReview;
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
  /** The answer, and nothing else. A prepared question is answered several times as fast. */
  authorize(asked: SubjectAccessReviewSpec | Prepared): Decision;
  /** Looks up all names of a question that is asked often. */
  prepare(spec: SubjectAccessReviewSpec): Prepared;
  /** The same for many questions that are asked together. */
  prepareAll(specs: SubjectAccessReviewSpec[]): PreparedBatch;
  /** The answers to a batch, in its order: the cheapest way to ask. */
  authorizeAll(batch: PreparedBatch): Decision[];
  /**
   * The policy as bytes, from which `fromSnapshot` makes the same one without reading documents. They
   * hold no places, and only this version of the engine reads them.
   */
  snapshot(): Uint8Array;
  /** The policy of a snapshot. Throws where the bytes are not what `snapshot` of this version gives. */
  static fromSnapshot(bytes: Uint8Array, options?: Options): Authorizer;
  /** The answer with its reasons, from the same walk. */
  explain(spec: SubjectAccessReviewSpec): Trace;
  /** The same as text for a terminal. */
  render(spec: SubjectAccessReviewSpec): string;
  /**
   * The body of the 403 that a refused caller gets, one line of JSON as the API server writes it;
   * `null` when allowed.
   */
  forbiddenBody(spec: SubjectAccessReviewSpec): string | null;
  /** The answer to a request as a whole, from the credential to the sentence the caller reads. */
  review(request: AccessRequest): AccessReview;
  /** The same as text for a terminal. */
  renderReview(request: AccessRequest): string;
  /** What a pasted text asks: a line of kubectl or curl, a Forbidden message, an audit event. */
  read(text: string): Pasted;
  /** Everyone who can do what is asked; who asks it is not looked at. */
  whoCan(attributes: SubjectAccessReviewSpec): WhoCan;
  /** The rules of a subject in a namespace; without one, at the cluster scope. */
  whatCan(subject: Subject, namespace?: string): SubjectRules;
  /** Runs the scenarios among the sources. */
  test(): Outcome[];
  /** Gives the memory back; nothing may be asked afterwards. */
  free(): void;
}

/** A source from the bytes of a file: UTF-8, or UTF-16 with a byte order mark. */
export function decode(name: string, bytes: Uint8Array): Source;

/**
 * Who a caller of this name is when acted as (`--as`, `--as-group`): the groups given, and those the
 * API server adds.
 */
export function identity(subject: Subject): Identity;

/** What the method and the target of a request line ask. Never throws: what is wrong is its `error`. */
export function requestInfo(method: string, target: string): RequestInfo;

/** The version of the engine. */
export function version(): string;
