// Who asks?
//
// `--as` and the options beside it mean what they mean to kubectl: impersonation. The engine knows which
// groups the API server adds. The other ways present a credential, and the engine says who that is.

import { X509Certificate } from "node:crypto";
import { isSubject, ofCertificate, ofText } from "./distinguished-name.mjs";
import { decode, identity } from "./engine.mjs";
import { Mistake } from "./output.mjs";
import { readBytes, readText } from "./sources.mjs";

const AS = {
  as: { type: "string" },
  "as-group": { type: "string", multiple: true, default: [] },
  "as-user-extra": { type: "string", multiple: true, default: [] },
};

export const OPTIONS = {
  ...AS,
  token: { type: "string" },
  certificate: { type: "string" },
  "service-account": { type: "string" },
  anonymous: { type: "boolean" },
};

/** The part of the help that these options share. */
export const HELP = `Who asks:
      --as USER         a user name, or system:serviceaccount:NAMESPACE:NAME
      --as-group GROUP  may be repeated
      --as-user-extra KEY=VALUE
                        may be repeated; Azure knows users by oid=OBJECT-ID
      --token FILE      a token of Entra: its claims as JSON, the token itself, or what kubelogin
                        get-token prints; - for standard input. The signature is not checked
      --certificate SUBJECT
                        a client certificate: a PEM file, or its subject as in CN=ann,O=ops with
                        a backslash before a comma in a name; unclear subjects are refused
      --service-account NAMESPACE/NAME
      --anonymous       without any credential

  With --as the groups are taken as given. As with impersonation, system:authenticated is added; for
  system:anonymous it is system:unauthenticated. A service account without --as-group is in the
  two groups of service accounts as well, a node in that of nodes.`;

const WAYS = "--as USER, --token FILE, --certificate SUBJECT, --service-account NAMESPACE/NAME or --anonymous";

/** Which of the ways the command line takes; none is no mistake here. */
export function way(values) {
  const given = ["as", "token", "certificate", "service-account", "anonymous"].filter((name) => values[name] !== undefined);
  if (given.length > 1) throw new Mistake(`--${given[0]} and --${given[1]} both say who asks; give one`);
  const beside = ["as-group", "as-user-extra"].find((name) => values[name].length > 0);
  if (beside && given[0] !== "as") throw new Mistake(`--${beside} stands beside --as USER`);
  return given[0];
}

/** What the caller presents, as a review takes it. */
export async function credential(values) {
  switch (way(values)) {
    case "as":
      return impersonated(values);
    case "token":
      return { token: claims(await readText(values.token), values.token) };
    case "certificate":
      return { certificate: await certificate(values.certificate) };
    case "service-account":
      if (!/^[^/]+\/[^/]+$/.test(values["service-account"])) throw new Mistake("--service-account is written NAMESPACE/NAME");
      return { serviceAccount: values["service-account"] };
    case "anonymous":
      return { anonymous: true };
    default:
      throw new Mistake(`say who asks with ${WAYS}`);
  }
}

/** An identity and nothing beside it. */
export function plain({ user, groups, extra = {} }) {
  return { user, groups, extra };
}

/** The user, all groups and the extra fields that impersonation gives. */
export function impersonated({ as: user, "as-group": groups, "as-user-extra": pairs }) {
  if (!user) throw new Mistake("say who asks with --as USER");
  const extra = {};
  for (const pair of pairs) {
    const at = pair.indexOf("=");
    if (at < 1) throw new Mistake(`--as-user-extra is written KEY=VALUE, not \`${pair}\``);
    const key = pair.slice(0, at).toLowerCase();
    (extra[key] ??= []).push(pair.slice(at + 1));
  }
  return identity({ user, groups, extra });
}

/** The claims, from any of the texts people have. */
function claims(given, name) {
  const trimmed = given.trim();
  if (/^[\w-]+\.[\w-]+\.[\w-]*$/.test(trimmed)) return json(decoded(trimmed.split(".")[1]), name);
  const read = json(trimmed, name);
  const token = read.status?.token ?? read.access_token ?? read.accessToken;
  return typeof token === "string" ? claims(token, name) : read;
}

function decoded(part) {
  return Buffer.from(part, "base64url").toString("utf8");
}

function json(given, name) {
  try {
    const read = JSON.parse(given);
    if (typeof read === "object" && read !== null && !Array.isArray(read)) return read;
  } catch {
    // told below, with what would be right
  }
  throw new Mistake(`${name}: this is neither the claims of a token as JSON nor a token`);
}

/** The subject, as it is given or as a PEM file says it. */
async function certificate(given) {
  if (isSubject(given)) return ofText(given);
  const bytes = await readBytes(given);
  const pem = decode(given, bytes).text;
  let read;
  try {
    read = new X509Certificate(pem.includes("-----BEGIN") ? pem : bytes).toLegacyObject();
  } catch {
    throw new Mistake(`${given}: this is no certificate in PEM`);
  }
  return ofCertificate(read, given);
}
