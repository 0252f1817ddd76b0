// Does axe find anything on a phone, in any state, first at night?

import { inEveryState } from "./states.mjs";

inEveryState(390, "dark", "light");
