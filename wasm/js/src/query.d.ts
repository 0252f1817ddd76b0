/** Whose rules are looked up. Absent fields are empty; no group is added. */
export interface Subject {
  user?: string;
  groups?: string[];
  extra?: Record<string, string[]>;
}

/** Everyone who can do something. */
export interface WhoCan {
  /**
   * `system:masters` first, then the subjects of every binding that is enough, in the order the API
   * server reads them and as often as they are bound.
   */
  subjects: SubjectGrant[];
  /** Roles that are missing, in the API server's words; empty if none is. */
  error: string;
}

/** One subject that can, through one binding; as written. */
export interface SubjectGrant {
  /** `User`, `Group`, `ServiceAccount`, or a kind that matches nobody. */
  kind: string;
  /** Absent for a ServiceAccount. */
  apiGroup?: string;
  namespace?: string;
  name: string;
  /** What grants it; `null` for `system:masters`, which needs no binding. */
  grant: Grant | null;
}

/** A binding, its role and one rule of it. */
export interface Grant {
  binding: ObjectRef;
  role: ObjectRef;
  rule: RuleRef;
}

/** The rules that hold for a subject: the content of a SelfSubjectRulesReview, and what gives each. */
export interface SubjectRules {
  resourceRules: ResourceRule[];
  nonResourceRules: NonResourceRule[];
  /** Whether a role could not be looked up. */
  incomplete: boolean;
  /** Roles that are missing, in the API server's words; empty if none is. */
  evaluationError: string;
}

/** A rule about API objects. */
export interface ResourceRule {
  verbs: string[];
  apiGroups: string[];
  resources: string[];
  /** The names it is limited to; empty for any. */
  resourceNames: string[];
  grant: Grant;
}

/** A rule about paths. */
export interface NonResourceRule {
  verbs: string[];
  nonResourceURLs: string[];
  grant: Grant;
}

/** A request line as the API server understands it. A part that is absent is empty. */
export interface RequestInfo {
  /** Whether it is about an API object or collection; otherwise it is about `path`. */
  isResourceRequest: boolean;
  /** The decoded path. */
  path: string;
  /** `get`, `list`, `deletecollection`, …; the lower-case method where no object is asked for. */
  verb: string;
  /** `api` or `apis`. */
  apiPrefix: string;
  apiGroup: string;
  apiVersion: string;
  namespace: string;
  resource: string;
  subresource: string;
  name: string;
  /** The segments from the resource on. */
  parts: string[];
  /** The selectors of a list, watch or deletecollection, as they came. */
  fieldSelector: string;
  labelSelector: string;
  /** Why the API server answers before asking anybody; the other fields tell how far it came. */
  error?: RequestError;
}

export interface RequestError {
  /** 400 for what is no request, 500 for a path that names no resource. */
  code: number;
  message: string;
}
