declare global {
  interface SymbolConstructor {
    /** What `using` calls; there in ES2024 and in Node 20. */
    readonly dispose: unique symbol;
  }
}

/** A question in plain strings. Absent fields are empty; no group is added. */
export interface PlainQuestion {
  user: string;
  groups?: string[];
  /** A question about an API object; exactly one of the two is given. */
  resourceAttributes?: {
    namespace?: string;
    verb?: string;
    /** The API group; empty for the core group. */
    group?: string;
    version?: string;
    resource?: string;
    subresource?: string;
    name?: string;
  };
  /** A question about a path. */
  nonResourceAttributes?: { path?: string; verb?: string };
}

/** At the end of the chain `NoOpinion` means refused. */
export type Decision = "Allow" | "Deny" | "NoOpinion";

/** A compiled policy of Kubernetes alone. */
export class Authorizer {
  private constructor();
  /** The policy of a snapshot that the whole package made. Throws where it is damaged or holds more. */
  static fromSnapshot(bytes: Uint8Array): Authorizer;
  authorize(asked: PlainQuestion | Prepared): Decision;
  /** Looks up all names of a question that is asked often. */
  prepare(spec: PlainQuestion): Prepared;
  /** The same for many questions that are asked together. */
  prepareAll(specs: PlainQuestion[]): PreparedBatch;
  /** The answers to a batch, in its order: the cheapest way to ask. */
  authorizeAll(batch: PreparedBatch): Decision[];
  /** Gives the memory back; what is asked afterwards throws. Doing it again does nothing. */
  free(): void;
  /** The same, at the end of a block that says `using`. */
  [Symbol.dispose](): void;
}

/** A question whose names were looked up; it keeps its policy in memory until it is freed. */
export class Prepared {
  private constructor();
  free(): void;
  [Symbol.dispose](): void;
}

/** Questions that are asked together. */
export class PreparedBatch {
  private constructor();
  readonly length: number;
  free(): void;
  [Symbol.dispose](): void;
}

/**
 * What is thrown: for an argument that is no plain question or no bytes (`argument`), bytes that are no snapshot of this
 * version or hold more than Kubernetes (`snapshot`), or an object that was freed (`freed`).
 */
export interface AksessError extends TypeError {
  code: "argument" | "snapshot" | "freed";
  /** The argument at fault: `spec`, `bytes`; of what was freed the class. */
  argument: string;
}
