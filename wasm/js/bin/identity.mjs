// Who asks?
//
// `--as` and `--as-group` mean what they mean to kubectl: impersonation. The API server takes the
// groups as given and adds the ones that every such caller has.
//
// Source: staging/src/k8s.io/apiserver/pkg/endpoints/filters/impersonation.go

import { Mistake } from "./output.mjs";

const ANONYMOUS = "system:anonymous";
const AUTHENTICATED = "system:authenticated";
const UNAUTHENTICATED = "system:unauthenticated";

/** The user and all groups of an impersonated caller. */
export function impersonated(user, given = []) {
  if (!user) throw new Mistake("say who asks with --as USER");
  const groups = [...given];
  const account = /^system:serviceaccount:([^:]+):[^:]+$/.exec(user);
  if (account && groups.length === 0) {
    groups.push("system:serviceaccounts", `system:serviceaccounts:${account[1]}`);
  }
  const implied = user === ANONYMOUS ? UNAUTHENTICATED : AUTHENTICATED;
  if (!groups.includes(implied) && !groups.includes(UNAUTHENTICATED)) groups.push(implied);
  return { user, groups };
}
