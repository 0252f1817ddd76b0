import type { AccessReview } from "./aksess.js";

/** `<aksess-trace>`: an answer with its reasons, in any page. Importing it defines the element. */
export class AksessTrace extends HTMLElement {
  /** The documents, as text; setting them asks again. */
  documents: string;
  /** When the first answer was drawn, in milliseconds of the page. */
  readonly shownAt: number | undefined;
  /** Asks again; the answer is also the detail of the event `answer`. */
  update(): Promise<void>;
}

declare global {
  interface HTMLElementTagNameMap {
    "aksess-trace": AksessTrace;
  }
  interface HTMLElementEventMap {
    answer: CustomEvent<AccessReview>;
  }
}
