declare global {
  interface SymbolConstructor {
    /** What `using` calls; there in ES2024 and in Node 20. */
    readonly dispose: unique symbol;
  }
}

/** One named text: YAML or JSON, as many documents as there are. */
export interface Source {
  /** What it is called in diagnostics and traces: a file name, or `pasted`. */
  name: string;
  text: string;
}

export interface Options {
  /** In which order Azure RBAC and Kubernetes RBAC speak; `AzureFirst` unless given. */
  order?: Order;
}

/** Which one a live cluster uses is not published; a review tells all three where they differ. */
export type Order = "AzureFirst" | "KubernetesFirst" | "AzureExclusive";

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
export type By =
  | "superuser"
  | "kubernetes-rbac"
  | "azure-role-assignment"
  | "azure-deny-assignment"
  | "azure-not-allowed"
  | "discovery"
  | "non-entra-denied"
  | "webhook-error"
  | "local-accounts-disabled"
  | "no-entra-integration"
  | "group-overage"
  | "unauthenticated"
  | "no-grant";

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
  /** The answer in one line. */
  verdict: string;
  /** Its cause in one or two sentences. */
  because: string;
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
  /** Those of CustomResourceDefinitions too; with their subresources. */
  resources: string[];
  /**
   * The resources that rules name, as a line of kubectl would: `pods/log`, and with the API group where the name
   * alone means another, `pods.metrics.k8s.io`.
   */
  typed: string[];
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
   * The policy as bytes, from which `fromSnapshot` makes the same one without reading documents: it answers
   * every question alike and has the same `vocabulary`. The bytes hold no places of roles and bindings, no
   * scenarios, no objects of files that a pasted line may name, and no namespace that a User or Group has no use
   * for (`namespace-on-subject` is not found); the `apiGroup` of a subject is the usual one, and `diagnostics` and `contents` are empty. Only this version of the
   * engine reads them.
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
  /**
   * The answer to a request as a whole, from the credential to the sentence the caller reads. A string is
   * read as a document, YAML or JSON.
   */
  review(request: AccessRequest | string): AccessReview;
  /** The same as text for a terminal, or as Markdown. */
  renderReview(request: AccessRequest | string, format?: "text" | "markdown"): string;
  /** What a pasted text asks: a line of kubectl or curl, a Forbidden message, an audit event. */
  read(text: string): Pasted;
  /** Everyone who can do what is asked; who asks it is not looked at. */
  whoCan(attributes: SubjectAccessReviewSpec): WhoCan;
  /** The rules of a subject in a namespace; without one, at the cluster scope. */
  whatCan(subject: Subject, namespace?: string): SubjectRules;
  /** For each subject, for each resource, the verbs that are allowed: a table of questions at once. */
  matrix(asked: { subjects: Subject[]; resources: ResourceAttributes[]; verbs: string[] }): string[][][];
  /** Everyone to whom a role assignment of Azure gives an action, each with what gives it. */
  whoCanAct(asked: AzureAction): AzureAccess;
  /** Every known role definition that gives an action of Azure: built-in ones, then pasted ones. */
  rolesGranting(asked: { action: string; plane?: Plane }): RoleGrant[];
  /** What an identity holds of what AKS needs of it, and what would supply the rest. */
  preflight(asked: PreflightRequest): Preflight;
  /** The same as text for a terminal, or as Markdown. */
  renderPreflight(asked: PreflightRequest, format?: "text" | "markdown"): string;
  /** Everything about the policy that is worth looking at. */
  findings(): Findings;
  /** The same as text for a terminal, or as Markdown. */
  renderFindings(format?: "text" | "markdown"): string;
  /** The same as a SARIF 2.1.0 log, for tools that show it beside the lines. */
  findingsSarif(): object;
  /** What anyone gains or loses when `other` takes the place of this policy. */
  diff(other: Authorizer): PolicyDifference;
  /** Runs the scenarios among the sources; a request that says no order is asked in this one's. */
  test(): Outcome[];
  /**
   * Gives the memory back; what is asked afterwards throws. Doing it again does nothing. Without it the collector does it,
   * some day.
   */
  free(): void;
  /** The same, at the end of a block that says `using`. */
  [Symbol.dispose](): void;
}

/**
 * What is thrown: for an argument of the wrong shape, or one whose own code throws when it is read (`argument`), one that
 * cannot be understood (`content`), bytes that are no snapshot of this version (`snapshot`), or an object that was freed
 * (`freed`).
 */
export interface AksessError extends TypeError {
  code: "argument" | "content" | "snapshot" | "freed";
  /** The argument at fault: `spec.groups`, `request`; of what was freed the class. */
  argument: string;
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

/**
 * Brings the parts of the program that are not here yet, while nothing waits for them. In browsers `init()` brings the
 * part that explains answers of Kubernetes; two others, `aksess_more.wasm` for Azure and for lines of kubectl, and
 * `aksess_rest.wasm` for everything else, come when they are first needed, and then all waits for them. In Node the
 * program is whole, and this does nothing.
 *
 * @param parts Both, or the first of them, where they are not beside the script: each a URL, a `Response`, bytes or a
 *   `WebAssembly.Module`, or a promise of it. Needed where nothing can be fetched while the program waits.
 * @throws Error when the program has not been started, or a part cannot be had.
 */
export function rest(parts?: readonly unknown[]): Promise<void>;
