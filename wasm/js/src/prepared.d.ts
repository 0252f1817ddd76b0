/**
 * A question whose names were looked up by `prepare`. It answers for any policy, fastest for the one it
 * was prepared with, which it keeps in memory until it is freed.
 */
export class Prepared {
  private constructor();
  /** Gives the memory back; it cannot be asked afterwards. Doing it again does nothing. */
  free(): void;
  /** The same, at the end of a block that says `using`. */
  [Symbol.dispose](): void;
}

/** Questions that are asked together. */
export class PreparedBatch {
  private constructor();
  /** How many there are. */
  readonly length: number;
  /** Gives the memory back; it cannot be asked afterwards. Doing it again does nothing. */
  free(): void;
  /** The same, at the end of a block that says `using`. */
  [Symbol.dispose](): void;
}
