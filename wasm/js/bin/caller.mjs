// Who asks?
//
// `--as` and `--as-group` mean what they mean to kubectl: impersonation. The engine knows which groups
// the API server adds to those that are given.

import { identity } from "./engine.mjs";
import { Mistake } from "./output.mjs";

export const OPTIONS = {
  as: { type: "string" },
  "as-group": { type: "string", multiple: true, default: [] },
};

/** The part of the help that these options share. */
export const HELP = `Who asks:
      --as USER         a user name, or system:serviceaccount:NAMESPACE:NAME
      --as-group GROUP  may be repeated

  The groups are taken as given. As with impersonation, system:authenticated is added; for
  system:anonymous it is system:unauthenticated. A service account without --as-group is in the
  two groups of service accounts as well, a node in that of nodes.`;

/** The user and all groups. */
export function caller({ as: user, "as-group": groups }) {
  if (!user) throw new Mistake("say who asks with --as USER");
  return identity({ user, groups });
}
