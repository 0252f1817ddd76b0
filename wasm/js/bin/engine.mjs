// What answers? The package itself, as Node loads it.

import { createRequire } from "node:module";

export const { Authorizer, decode, identity, version } = createRequire(import.meta.url)("../node/aksess.js");
