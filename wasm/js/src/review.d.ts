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
  /** Whether the answer depends on it. */
  need: "required" | "soft" | "assumed" | "escalation";
  /** The state of the cluster in which it is made at all. */
  onlyIf?: Condition;
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
