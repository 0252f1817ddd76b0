/** An action of Azure on a resource, or on what holds it. */
export interface AzureAction {
  action: string;
  scope: string;
  /** `actions` unless given. */
  plane?: Plane;
}

/** Everyone to whom role assignments give an action, in the order of documents. */
export interface AzureAccess {
  principals: PrincipalAccess[];
  /** How many more were not looked at. */
  unlisted: number;
}

/** One principal to whom a role assignment gives the action. */
export interface PrincipalAccess {
  principal: PrincipalRef;
  /** `User`, `Group`, `ServicePrincipal`, as documents say; may be empty. */
  kind: string;
  /** `false` where a deny assignment takes away what an assignment gives. */
  allowed: boolean;
  grounds: AzureGround[];
  denials?: Denial[];
}

/** A role definition that gives an action. */
export interface RoleGrant {
  role: RoleDefinitionRef;
  /** The first entry that names the action. */
  permission: PermissionRef;
  /** Whether every block that names the action has a condition. */
  isConditional: boolean;
}

/** What an identity of AKS is for; each has its table of permissions. */
export type Purpose = "cluster-creator" | "cluster-identity" | "features" | "node-access";

/** Whose permissions to look at. */
export interface PreflightRequest {
  purpose: Purpose;
  /** An object id; without one, the identity that the cluster's document names. */
  principal?: string;
  /** Object ids of groups, beside those the directory knows. */
  groups?: string[];
  /** Where the permissions are needed; without it, the resource group of the cluster, or of its nodes. */
  scope?: string;
}

/** What an identity holds of what AKS needs of it. */
export interface Preflight {
  purpose: Purpose;
  /** The same in words. */
  title: string;
  principal: PrincipalRef;
  scope: string;
  /** Whether all are held. */
  passes: boolean;
  permissions: PermissionCheck[];
  /** What would supply the missing ones. */
  supplement?: Supplement;
  notes?: string[];
}

/** One permission, and whether it is held. */
export interface PermissionCheck {
  /** One that ends in a star is every action that begins so. */
  action: string;
  plane: Plane;
  scope: string;
  /** What it is needed for. */
  reason: string;
  /** When it is needed at all; absent for always. */
  neededIf?: string;
  outcome: "held" | "partly" | "denied" | "missing";
  grounds: AzureGround[];
  denials?: Denial[];
  /** Of many actions, those that are not held. */
  exceptions?: string[];
  source: string;
  standing: Standing;
}

/** What would supply what is missing. */
export interface Supplement {
  /** The actions that are missing, each once. */
  missing: string[];
  /** The smallest known built-in role that gives them all; absent where none does. */
  role?: RoleProposal;
  /** A custom role that gives exactly these. */
  custom: CustomRole;
}

/** A role that would do. */
export interface RoleProposal {
  role: RoleDefinitionRef;
  /** How many other known actions it gives. */
  extra: number;
  /** How many known actions there are. */
  of: number;
}

/** A definition in the shape that `az role definition create --role-definition` takes. */
export interface CustomRole {
  Name: string;
  IsCustom: boolean;
  Description: string;
  Actions: string[];
  NotActions: string[];
  DataActions: string[];
  NotDataActions: string[];
  AssignableScopes: string[];
}

/** What about a policy is worth looking at. */
export interface Findings {
  /** The gravest first; at most 1,000. */
  listed: Finding[];
  /** How many more there are. */
  unlisted: number;
}

/** One thing worth looking at. */
export interface Finding {
  /** Which rule tells it; these words do not change. */
  rule: string;
  level: "high" | "medium" | "low";
  /** What is so, and what follows from it. */
  words: string;
  /** What was looked at, what it stands on first. */
  lookedAt: LookedAt[];
  /** What to do; begins with a verb. */
  remedy: string;
  /** Who advises it, or where the fact is from. */
  source: string;
}

/** One object a finding stands on. */
export interface LookedAt {
  /** `RoleBinding in dev`, `role assignment`, `subject`. */
  what: string;
  name: string;
  location: Location | null;
  /** Whether it was written in a place that a snapshot did not keep; absent where not. */
  unplaced?: true;
}

/** Everything that someone gains or loses when one policy takes the place of another. */
export interface PolicyDifference {
  /** Gains first, each way in document order. */
  changes: Change[];
  /** What decides beside bindings and assignments, and is another: whether Azure RBAC is asked, settings. */
  circumstances: CircumstanceChange[];
}

/** Something that decides beside bindings and assignments. */
export interface CircumstanceChange {
  /** `Azure RBAC for requests`, or a field of `ClusterSettings`. */
  what: string;
  before: string;
  after: string;
  /** The same as a sentence, without a full stop. */
  words: string;
  /** Where the new value is written. */
  location: Location | null;
}

/** One thing that someone gains or loses. */
export interface Change {
  direction: "gained" | "lost";
  /** `Group developers`. */
  who: string;
  /** `get, list pods, deployments.apps`, or the name of a role of Azure. */
  what: string;
  /** `in dev`, `in the whole cluster`, `on /subscriptions/…`. */
  place: string;
  /** The same as a sentence, without a full stop. */
  words: string;
  /** What gives it, or gave it. */
  through: string;
  location: Location | null;
}
