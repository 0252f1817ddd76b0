/** What Azure RBAC was asked and found. */
export interface AzureTrace {
  answer: AzureAnswer;
  /** The same as a sentence. */
  why: string;
  /** The caller's object id, where it is one. */
  caller?: PrincipalRef;
  /** The caller's groups that are object ids, which are all that Azure knows of. */
  groups?: PrincipalRef[];
  /** The scopes that were tried, in order. */
  attempts?: AttemptTrace[];
  /** Every assignment that alone is enough, in document order. */
  grounds?: AzureGround[];
  /** Every deny assignment that denies it, in document order. */
  denials?: Denial[];
  /** Without a grant: the assignments that came near, nearest first; at most 50. */
  nearMisses?: AzureNearMiss[];
  counts: AzureCounts;
  /** What is worth knowing about the answer, each with its standing. */
  notes?: Claim[];
}

/** What Azure answered; `abstains`: it leaves the caller to others, `off`: the cluster does not ask it. */
export type AzureAnswer =
  | "allowed"
  | "discovery"
  | "denied"
  | "not-allowed"
  | "non-entra-denied"
  | "abstains"
  | "failed"
  | "off";

/** One scope that was tried. */
export interface AttemptTrace {
  /** The cluster, or a namespace of it. */
  scope: string;
  /** The actions asked for there; at most 20. */
  actions: ActionTrace[];
  /** How many actions were asked for. */
  count: number;
  answer: AzureAnswer;
}

/** One action that was asked for. */
export interface ActionTrace {
  action: string;
  answer: AzureAnswer;
}

/** Names a user, a group or a service principal. */
export interface PrincipalRef {
  /** The object id. */
  id: string;
  /** A name, where a document gives one. */
  name?: string;
}

/** Names a role assignment or a deny assignment. */
export interface AssignmentRef {
  /** A GUID for a role assignment, the display name for a deny assignment. */
  name: string;
  /** As written. */
  scope: string;
  location: Location | null;
}

/** Names a role definition. */
export interface RoleDefinitionRef {
  /** Its GUID. */
  id: string;
  /** The name people see; empty where nobody gives one. */
  name: string;
  /** Whether its permissions are known. */
  isKnown: boolean;
  /** Whether a customer made it. */
  isCustom: boolean;
  /** `null` for a built-in one. */
  location: Location | null;
}

/** The entry of a block of permissions that names the action. */
export interface PermissionRef {
  /** The block's place in the role, from 1. */
  number: number;
  /** How many blocks the role has. */
  of: number;
  list: Plane;
  /** The entry, as written. */
  pattern: string;
  location: Location | null;
}

/** `actions` manage resources, `dataActions` reach what is inside them. */
export type Plane = "actions" | "dataActions";

/** An assignment that grants the request. */
export interface AzureGround {
  assignment: AssignmentRef;
  /** Whom it names: the caller, or a group of theirs. */
  principal: PrincipalRef;
  /** How the caller is that principal, in words. */
  membership: string;
  /** Where it reaches and why that is enough, in words. */
  reach: string;
  role: RoleDefinitionRef;
  /** The entry that names the (first) action. */
  permission: PermissionRef;
  /** The conditions it meets, clause by clause. */
  conditions?: ConditionTrace[];
  /** From when to when it is in force; absent for an ordinary assignment. */
  standing?: string;
}

/** A deny assignment that denies the request. */
export interface Denial {
  assignment: AssignmentRef;
  /** Whom it names, in words: `everyone`, `the caller`, a group. */
  principal: string;
  /** Where it reaches and why that is enough, in words. */
  reach: string;
  /** The action that is denied. */
  action: string;
  permission: PermissionRef;
}

/** An assignment that does not grant the request, and why not. */
export interface AzureNearMiss {
  assignment: AssignmentRef;
  principal: PrincipalRef;
  role: RoleDefinitionRef;
  /** What keeps it from granting, in the order it is looked at; never empty. */
  differences: AzureDifference[];
  /** The conditions it does not meet, clause by clause. */
  conditions?: ConditionTrace[];
  /** What it does grant, in one line. */
  title: string;
}

/** One respect in which an assignment does not fit the request. */
export interface AzureDifference {
  facet: AzureFacet;
  /** As a sentence. */
  words: string;
  location: Location | null;
}

export type AzureFacet =
  | "off"
  | "principal"
  | "standing"
  | "scope"
  | "role"
  | "platform"
  | "other-plane"
  | "action"
  | "not-actions"
  | "condition";

/** Whether a condition of an assignment or a role holds, with its reasons. */
export interface ConditionTrace {
  /** The whole condition as it was written. */
  text: string;
  holds: boolean;
  /** Whether the answer may be another one when the missing attributes are given. If not, it never is. */
  couldFlip: boolean;
  /** In the order in which they are written. */
  clauses: ConditionClause[];
}

/** What one clause of a condition says. */
export interface ConditionClause {
  /** As it was written. */
  text: string;
  /** Which part of the condition it is, in bytes of UTF-8. */
  range: { start: number; end: number };
  /** An unknown clause counts as false. */
  truth: "true" | "false" | "unknown";
  /** What was compared with what, as a sentence. */
  words: string;
  /** The attributes it looks for that were not given. */
  missing: string[];
  /** Whether the answer of the whole condition may turn on the missing attributes of this clause. */
  couldFlip: boolean;
}

/** How many assignments there are, and how many play which part. */
export interface AzureCounts {
  /** All role assignments known. */
  assignments: number;
  /** All deny assignments known. */
  denies: number;
  /** Those that name the caller or a group of theirs. */
  naming: number;
  /** Those that came near, also where the trace does not list them. */
  near: number;
}

/** Something that is said about Azure, and how well it is known. */
export interface Claim {
  words: string;
  standing: Standing;
  source: string;
}

/** `documented`: documentation or published code says it; `observed`: seen on clusters; `assumed`: no source settles it. */
export type Standing = "documented" | "observed" | "assumed";
