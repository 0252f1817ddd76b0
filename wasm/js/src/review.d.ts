/**
 * Who asks for what: a request of a scenario without its expectations. What is asked is exactly one of
 * `resource`, `path`, `http`, `kubectl` and `pasted`.
 */
export type AccessRequest = {
  /** What the caller presents. */
  as: Credential;
  /** As whom the caller acts. */
  impersonate?: SubjectWithDetails;
  /** The role or binding that is written, for the escalation check. */
  object?: object;
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
);

/** What a caller presents. Only the first form is taken as given; to the others groups are added. */
export type Credential =
  | SubjectWithDetails
  | { certificate: { commonName: string; organization?: string[] } }
  /** `namespace/name`. */
  | { serviceAccount: string }
  | { anonymous: true };

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
