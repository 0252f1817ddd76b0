// Does axe find anything on a desk, in any state, first in daylight?

import { inEveryState } from "./states.mjs";

inEveryState(1440, "light", "dark");
