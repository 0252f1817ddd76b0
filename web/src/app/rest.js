// When does the rest of the program come? The page needs a part of it to open; the rest is fetched when it stands, and
// at once where something asks for it earlier. See the builder's `split`.

import { rest } from "../../../../aksess.js";

// time for a frame or two, in milliseconds
const PAINT = 50;

/** Fetches the rest while nothing waits for it, when what there is has been painted. */
export function follow() {
  setTimeout(() => {
    dispatchEvent(new Event("standing"));
    // what fails here is tried again by who needs it, and told there
    rest().catch(() => {});
  }, PAINT);
}
