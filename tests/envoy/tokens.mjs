// Which tokens do the tests show?
//
// Three issuers with keys of their own: a tenant of Entra, the cluster, and a partner.

import { createSign, generateKeyPairSync } from "node:crypto";

export const TENANT = "11111111-0000-4000-8000-000000000001";
export const ISSUERS = {
  entra: `https://sts.windows.net/${TENANT}/`,
  cluster: "https://kubernetes.default.svc.cluster.local",
  partner: "https://partner.test",
};
export const AUDIENCES = {
  entra: "6dae42f8-4368-4678-94ff-3960e28e3630",
  cluster: "https://kubernetes.default.svc.cluster.local",
  partner: "gateway",
};
export const APPDEV = "99999999-0000-4000-8000-0000000000de";
export const OPSSRE = "99999999-0000-4000-8000-000000000055";

const keys = Object.fromEntries(
  Object.keys(ISSUERS).map((issuer) => [issuer, generateKeyPairSync("rsa", { modulusLength: 2048 })]),
);

/** The public keys of an issuer. */
export function jwks(issuer) {
  const key = keys[issuer].publicKey.export({ format: "jwk" });
  return JSON.stringify({ keys: [{ ...key, kid: issuer, use: "sig", alg: "RS256" }] });
}

const part = (value) => Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");

/** A token of an issuer with these claims; a claim that is `undefined` is left out. */
export function token(issuer, claims, { key = issuer } = {}) {
  const now = Math.floor(Date.now() / 1000);
  const all = { iss: ISSUERS[issuer], aud: AUDIENCES[issuer], nbf: now - 60, exp: now + 3600, ...claims };
  return signed(issuer, JSON.stringify(all), key);
}

/** A token whose payload is this text. */
export function signed(issuer, payload, key = issuer) {
  const text = `${part({ alg: "RS256", kid: issuer, typ: "JWT" })}.${part(payload)}`;
  const signature = createSign("RSA-SHA256").update(text).sign(keys[key].privateKey);
  return `${text}.${signature.toString("base64url")}`;
}

/** A token of Entra for a user of the tenant. */
export const entra = (upn, groups, claims = {}) =>
  token("entra", { tid: TENANT, oid: `oid-of-${upn}`, upn, groups, ...claims });

/** A token of a service account. */
export const serviceAccount = (namespace, name, claims = {}) =>
  token("cluster", {
    sub: `system:serviceaccount:${namespace}:${name}`,
    "kubernetes.io": { namespace, serviceaccount: { name, uid: "u-1" } },
    ...claims,
  });
