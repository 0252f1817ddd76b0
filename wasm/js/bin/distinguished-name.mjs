// Whom does the subject of a certificate name?
//
// Kubernetes takes the last common name of the certificate as the user and every organization as a group.
// A certificate in a file is decoded by Node. A subject that is given as text is written in one of two ways:
// `CN=ann,O=ops` with commas and plus signs (RFC 2253, as Envoy, Go and openssl print it), or `/O=ops/CN=ann`
// (openssl's -subj).
//
// *Source:* RFC 2253 sections 2 to 4; `staging/src/k8s.io/apiserver/pkg/authentication/request/x509/x509.go`
// (`CommonNameUserConversion`); Go's `crypto/x509/pkix` (`Name.FillFromRDNSequence`); openssl-req(1).
//
// *Invariants.* An escaped separator separates nothing. What could be read in two ways is refused: a group
// that the certificate does not name is never given. The gateway reads RFC 2253 in the same way
// (`wasm/proxy/src/identity/distinguished_name.rs`).

import { Mistake } from "./output.mjs";

const TYPE = /^\s*([A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)*)\s*=\s*/;
const COMMON_NAME = new Set(["cn", "commonname", "2.5.4.3"]);
const ORGANIZATION = new Set(["o", "organizationname", "2.5.4.10"]);

/** Whether a word is a subject rather than the name of a file. */
export function isSubject(word) {
  return /^(subject\s*=\s*)?\/?\s*(CN|O|OU|L|ST|S|C|STREET|DC|UID|E|emailAddress|serialNumber|commonName|organizationName)\s*=/i.test(word);
}

/** The subject of a certificate that Node has read and decoded. */
export function ofCertificate({ subject }, name) {
  const values = (key) => [subject?.[key] ?? []].flat();
  const [names, organization] = [values("CN"), values("O")];
  if ([...names, ...organization].some((value) => typeof value !== "string" || value.includes("\ufffd"))) {
    throw new Mistake(`${name}: the subject of this certificate is no text`);
  }
  return named(names.at(-1), organization, name);
}

/** The subject that a text says. */
export function ofText(text) {
  const subject = text.trim().replace(/^subject\s*=\s*(?=\/|[A-Za-z][\w-]*\s*=)/, "");
  if (/[\u0000-\u001f\u007f]/.test(subject)) throw unclear(text, "it is not one line");
  const parts = subject.startsWith("/") ? slashed(subject, text) : separated(subject, text);
  const values = (types) => parts.filter(({ type }) => types.has(type.toLowerCase())).map(({ value }) => value);
  const [names, organization] = [values(COMMON_NAME), values(ORGANIZATION)];
  if ([...names, ...organization].includes(undefined)) throw unclear(text, "a value is encoded");
  if (subject.startsWith("/")) return named(names.at(-1), organization, `\`${text}\``);
  // RFC 2253 begins with what is last in the certificate; what openssl prints with blanks begins at its front
  if (names.length > 1 && /[,+]\s|\s=|=\s/.test(subject)) throw unclear(text, "it has more than one common name");
  return named(names[0], organization, `\`${text}\``);
}

function named(commonName, organization, name) {
  if (!commonName) throw new Mistake(`${name} has no common name; a certificate's subject is written CN=USER,O=GROUP`);
  return { commonName, organization };
}

function unclear(text, why) {
  return new Mistake(`\`${text}\` cannot be read with certainty: ${why}; give the certificate as a PEM file`);
}

/** `/O=ops/CN=ann`; a backslash keeps the character after it. */
function slashed(subject, text) {
  const pieces = [];
  for (const [, whole] of subject.matchAll(/\/((?:[^\\/]|\\.)*)/g)) pieces.push(whole);
  if (pieces.map((piece) => `/${piece}`).join("") !== subject) throw unclear(text, "it ends in a backslash");
  return pieces.map((piece) => {
    const [head, type] = TYPE.exec(piece) ?? [];
    if (head === undefined) throw unclear(text, `\`${piece}\` has no \`=\`, and a slash within a value is written \\/`);
    const value = piece.slice(head.length);
    if (/(?<!\\)\+\s*([A-Za-z][A-Za-z0-9-]*|\d[\d.]*)\s*=/.test(value)) throw unclear(text, "a plus sign may join two parts");
    if (/\\[^/+=,\\]/.test(value)) throw unclear(text, "a backslash stands before what needs none");
    return { type, value: value.replace(/\\(.)/g, "$1").trim() };
  });
}

/** `CN=ann,O=ops`, blanks around separators allowed. */
function separated(subject, text) {
  const parts = [];
  for (let rest = subject; ; ) {
    const [head, type] = TYPE.exec(rest) ?? [];
    if (head === undefined) throw unclear(text, `\`${rest}\` has no \`=\`, and a comma within a value is written \\,`);
    const { value, length } = rest[head.length] === '"' ? quoted(rest.slice(head.length), text) : bare(rest.slice(head.length), text);
    parts.push({ type, value });
    rest = rest.slice(head.length + length);
    if (rest === "") return parts;
    if (!/^[,+]/.test(rest)) throw unclear(text, "something stands behind a quoted value");
    rest = rest.slice(1);
  }
}

/** A value up to the next separator; undefined where its bytes are written instead. */
function bare(from, text) {
  const [whole] = /^(?:[^\\,+"<>;]|\\.)*/.exec(from);
  const next = from[whole.length];
  if (next !== undefined && next !== "," && next !== "+") throw unclear(text, `\`${next}\` is not escaped`);
  // a blank at the end counts where it is escaped
  const end = /^(?:[^\\]|\\.)*?(?=\s*$)/.exec(whole)[0];
  return { value: end.startsWith("#") ? undefined : unescaped(end, text), length: whole.length };
}

function quoted(from, text) {
  const [whole, inner] = /^"((?:[^\\"]|\\.)*)"\s*/.exec(from) ?? [];
  if (whole === undefined) throw unclear(text, "a quote is not closed");
  return { value: unescaped(inner, text), length: whole.length };
}

/** `\,` is a comma, `\C3\A4` are the bytes of ä. */
function unescaped(value, text) {
  const bytes = [];
  for (const [part, hex, mark] of value.matchAll(/\\(?:([0-9a-f]{2})|(.))|[^\\]/giu)) {
    if (mark !== undefined && !',=+<>#;\\" '.includes(mark)) throw unclear(text, "a backslash stands before what needs none");
    bytes.push(hex === undefined ? Buffer.from(mark ?? part) : Buffer.from(hex, "hex"));
  }
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(Buffer.concat(bytes));
  } catch {
    throw unclear(text, "a value is no text");
  }
}
