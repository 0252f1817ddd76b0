/** What a pasted text turned out to be, and to ask. */
export interface Pasted {
  what: "kubectl" | "curl" | "forbidden" | "auditEvent" | "subjectAccessReview" | "whoami" | "az" | "unknown";
  /** The requests the API server decides, in order. */
  requests: PastedRequest[];
  /** Who asks, where the text says so. */
  caller?: UserInfo;
  /** As whom the caller acts: `--as` or the headers for it. */
  impersonate?: UserInfo;
  /** What is asked of Azure before anything is asked of the cluster. */
  controlPlane?: ControlPlane;
  /** What the server answered to the first request, where the text says so. */
  reported?: Reported;
  /** What is worth knowing about how the text was read. */
  notes: string[];
  /** What could not be understood. */
  problems: Problem[];
}

/** One request a text asks for. */
export interface PastedRequest {
  /** The half of a spec that says what is asked. */
  question: { resourceAttributes: ResourceAttributes } | { nonResourceAttributes: NonResourceAttributes };
  /** What a refusal of it does to the line. */
  need: Need;
  /** `server` for what the API server asks on its own while it serves the request before. */
  asker: "client" | "server";
  /** Set when the cluster decides which objects are asked for. */
  found?: "one" | "each";
  /** The state of the cluster in which it is made at all. */
  onlyIf?: Condition;
  /** What it is for, in a few words. */
  why: string;
  /** Questions of which any one serves as well. */
  alternatives?: PastedRequest["question"][];
  /** Who asked this one, where it is not the caller of the whole text. */
  caller?: UserInfo;
  /** What the server answered to this one. */
  reported?: Reported;
}

/** Who somebody is, as far as the text says; no group is added. */
export interface UserInfo {
  user: string;
  groups: string[];
  uid?: string;
  extra?: Record<string, string[]>;
}

/** An answer of the server that the text tells. */
export interface Reported {
  allowed: boolean;
  reason: string;
  /** Which authorizer gave the reason. */
  spoke: "nobody" | "azure" | "azureAbstained" | "kubernetesRbac" | "other";
}

/** What a line asks of Azure Resource Manager. */
export interface ControlPlane {
  /** All needed. */
  actions: string[];
  scope?: string;
  subscription?: string;
  resourceGroup?: string;
  /** The cluster. */
  name?: string;
  /** The managed namespace of the cluster that the line is about. */
  namespace?: string;
  objectId?: string;
}

/** What could not be understood, and where in the text, in UTF-16 code units. */
export interface Problem {
  start: number;
  end: number;
  message: string;
}
