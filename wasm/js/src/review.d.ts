/**
 * Who asks for what: a request of a scenario without its expectations. What is asked is exactly one of
 * `resource`, `path`, `http`, `kubectl`, `pasted`, `kubeconfig` and `action`.
 */
export type AccessRequest = {
  /** What the caller presents. */
  as: Credential;
  /** As whom the caller acts. */
  impersonate?: SubjectWithDetails;
  /** The role or binding that is written, for the escalation check. */
  object?: object;
  /** In which order the authorizers speak, for this request. */
  order?: Order;
  /** The instant it is about, for eligible and time-bound assignments: `2026-11-26T09:00:00Z`. */
  at?: string;
} & (
  | {
      verb?: string;
      /** Empty for the core group. */
      apiGroup?: string;
      /** The plural, `pods`. */
      resource: string;
      subresource?: string;
      /** Empty for the cluster scope or all namespaces. */
      namespace?: string;
      name?: string;
    }
  | { verb?: string; path: string }
  /** A request line: `GET /api/v1/pods?watch=1`. */
  | { http: string }
  /** A line of kubectl, with or without the word. */
  | { kubectl: string }
  /** Any text that `Authorizer.read` understands. */
  | { pasted: string }
  /** The file for people, or the one with the administrator's certificate. */
  | { kubeconfig: "user" | "admin" }
  /** An action of Azure, and the resource it is on or what holds that. */
  | { action: string; scope: string }
);

/** What a caller presents. Only the first form is taken as given; to the others groups are added. */
export type Credential =
  | SubjectWithDetails
  /** The claims of a token of Entra, as a decoder shows them; those that play no part are passed over. */
  | { token: TokenClaims }
  | { certificate: { commonName: string; organization?: string[] } }
  /** `namespace/name`. */
  | { serviceAccount: string }
  | { anonymous: true };

/** Claims of a token that decide who its owner is. */
export interface TokenClaims {
  upn?: string;
  oid?: string;
  groups?: string[];
  /** `app` for a service principal or a managed identity. */
  idtyp?: string;
  tid?: string;
  iss?: string;
  aud?: string;
  /** Says that there are more groups than the token can hold. */
  _claim_names?: { groups?: string };
  _claim_sources?: Record<string, { endpoint?: string }>;
  [other: string]: unknown;
}

export interface SubjectWithDetails extends Subject {
  uid?: string;
  extra?: Record<string, string[]>;
}

/** The answer to a request as a whole: from the credential to the sentence the caller reads. */
export interface AccessReview {
  /** `Allow` or `Deny`. */
  decision: Decision;
  /** What decided; of several requests, the one that settled it. */
  by: By;
  /** The authorizer's reason, as the API server words it; often empty. */
  reason: string;
  /** What the caller reads when refused; `null` when allowed. */
  message: string | null;
  /** Who the caller is after authentication and impersonation. */
  identity: Identity;
  /** How the caller was recognised, or why not. */
  authentication: Authentication;
  /** What each of the four gates says, in the order a caller meets them. */
  gates: GateOpinion[];
  /** What is asked of Azure Resource Manager. */
  actions?: ActionReview[];
  /** The answer under each order of authorizers; absent where Azure RBAC is not asked. */
  orders?: OrderOutcome[];
  /** Why the orders differ; absent where they do not. */
  ordersDiffer?: string;
  /** The permissions asked for to act as someone else. */
  impersonation?: ImpersonationCheck[];
  /** The requests, in the order they are made. */
  requests: ReviewedRequest[];
  /** What is worth knowing about how the question was read. */
  notes?: string[];
}

/** Who asks, as authorizers see it. */
export interface Identity {
  user: string;
  groups: string[];
  /** What is known beside: for callers from Entra, the `oid`. */
  extra?: Record<string, string[]>;
}

/** How a caller was recognised. Signatures and expiry are not checked; the steps say so. */
export interface Authentication {
  method: AuthenticationMethod;
  /** What happened, in order. */
  steps: AuthenticationStep[];
  /** Why the caller is not recognised; absent for one who is. */
  refused?: { by: By; why: string };
}

export type AuthenticationMethod =
  | "admin-certificate"
  | "certificate"
  | "entra-bindings"
  | "entra-admin-group"
  | "entra-azure-rbac"
  | "service-account"
  | "anonymous"
  | "given";

/** One step of authentication. */
export interface AuthenticationStep {
  /** Who acts, and what it does. */
  words: string;
  /** What it added to what is known of the caller; absent where it added nothing. */
  contributed?: string;
  /** Where the step is from. */
  source: string;
}

/** What one gate says. */
export interface GateOpinion {
  gate: "kubeconfig" | "authentication" | "azure-rbac" | "kubernetes-rbac";
  opinion: "allowed" | "denied" | "no-opinion" | "not-in-use" | "not-asked";
  /** The same in a few words, with names. */
  words: string;
}

/** One action that was asked of Azure Resource Manager. */
export interface ActionReview {
  action: string;
  /** The resource, or what holds it. */
  scope: string;
  /** Whether it is allowed, local accounts considered. */
  allowed: boolean;
  by: By;
  /** The decision with its reasons. */
  azure: AzureTrace;
  /** What the caller reads when refused. */
  message?: string;
}

/** The answer under one order of authorizers. */
export interface OrderOutcome {
  order: Order;
  /** `Allow` or `Deny`. */
  decision: Decision;
  by: By;
}

/** One request of a review. */
export interface ReviewedRequest {
  /** In one line: `list pods in dev`. */
  line: string;
  /** What a refusal of it does to the line. */
  need: Need;
  /** The state of the cluster in which it is made at all. */
  onlyIf?: Condition;
  /**
   * Whether the answer depends on it. What is needed only in an unusual state of the cluster is told
   * and does not count.
   */
  counts: boolean;
  /** What it is for, in a few words. */
  why?: string;
  /** Whether it gets through, the escalation check included. */
  allowed: boolean;
  trace: Trace;
  /** For a write of a role or binding. */
  escalation?: Escalation;
  /** What the caller reads if this one is refused. */
  message?: string;
}

/**
 * What a refusal does: `required` ends the line, `soft` does not; `assumed` is granted to everyone by
 * default; `escalation` spares the escalation check.
 */
export type Need = "required" | "soft" | "assumed" | "escalation";

export type Condition =
  | "absent"
  | "differs"
  | "remains"
  | "noPod"
  | "attachFails"
  | "noWatchList"
  | "daemonSetPod"
  | "pruned"
  | "metricsServed";

/** What the escalation check says of a write. */
export type Escalation =
  | { outcome: "passes"; because: "superuser" | "escalate" | "bind" | "held" }
  | { outcome: "refuses"; why: string; missing: Permission[] }
  | { outcome: "notFound"; message: string };

/** One permission that cannot be divided. */
export type Permission =
  | { verb: string; apiGroup: string; resource: string; resourceName: string | null }
  | { verb: string; nonResourceURL: string };

/** One permission that was asked for to act as someone else. */
export interface ImpersonationCheck {
  mode: "associated-node" | "arbitrary-node" | "serviceaccount" | "user-info" | "legacy";
  request: SubjectAccessReviewSpec;
  allowed: boolean;
  /** What the caller would read; empty when allowed. */
  message: string;
}
