// What of a question stands in an address?
//
// An address is handed on, so nothing of a pasted text is kept that may be a credential: a header, a cookie,
// `--token`, what stands before the `@` of a host, a variable before the command, a word after `--`. What may be
// one cannot be listed. So a text is kept where every word of it is known to be none; of any other only what was
// read is kept, as the requests it comes down to.
//
// *Invariants.* A word of a text is kept only if it was recognised. What is given back is a scenario that
// the engine reads, with at least one request.

import { Authorizer } from "./engine.mjs";
import { complain, Mistake } from "./output.mjs";
import { request as attributes } from "./question.mjs";

/** Flags whose values are names, numbers or nothing. */
const HARMLESS = {
  kubectl: "-n --namespace -A --all-namespaces --as --as-group --as-uid -l --selector --field-selector -o --output -w --watch --watch-only --subresource -c --container -f --filename -R --recursive -k --kustomize --all --force --grace-period --replicas --current-replicas --dry-run -i -t -it -ti --stdin --tty -q --quiet --previous --tail --since --timestamps --follow --ignore-not-found --wait --timeout --show-labels --sort-by --server-side --prune --cascade --list --context --revision --to-revision --limits --all-containers --no-headers".split(" "),
  az: "-g --resource-group -n --name --subscription -a --admin --overwrite-existing --file -f --context --yes -y --no-wait -o --output --node-count -c --kubernetes-version -k".split(" "),
};
/** Commands whose words may be anything: what runs in a container, and values that are set. */
const ANYTHING = new Set("exec run debug cp attach set config create patch label annotate taint edit plugin login ad keyvault secret invoke".split(" "));
const NAME = /^(?!.*:\/\/)[\w.,:/@*-]+$/;
const SENTENCE = /^(Error from server \(Forbidden\): )?[\w.-]+( "[\w.:-]+")? is forbidden: User "[\w.:@#-]+" cannot \w+ resource "[\w./-]+" in API group "[\w.-]*"( in the namespace "[\w-]+"| at the cluster scope)$/;

/** The scenario that asks the same. */
export function scenario({ authorizer, request, review }) {
  const written = typeof request === "string" ? ofDocument(request) : JSON.stringify({ kind: "Scenario", title: "Linked", requests: asked(authorizer, request, review) });
  // a token, wherever it came from
  if (/\beyJ[\w-]+\.[\w-]+\.[\w-]/.test(written)) throw credential();
  const read = new Authorizer([{ name: "question", text: written }]);
  const isRead = read.test().length > 0 && read.diagnostics.every(({ severity }) => severity !== "error");
  read.free();
  if (!isRead) throw new Mistake("this request cannot be put into a link; write it as one document with plain fields");
  return written;
}

/** The request, or those that a pasted text comes down to. */
function asked(authorizer, request, review) {
  const { pasted, ...rest } = request;
  if (pasted === undefined || isHarmless(pasted)) return [request];
  const { requests, impersonate } = authorizer.read(pasted);
  const { user, groups, extra } = impersonate ?? {};
  const as = user ? { ...rest, impersonate: { user, groups, ...(extra ? { extra } : {}) } } : rest;
  const ofAzure = (review.actions ?? []).map(({ action, scope }) => ({ ...rest, action, scope }));
  const ofCluster = requests.filter(({ need }) => need === "required").map(({ question }) => ({ ...as, ...attributes(question) }));
  const found = [...ofAzure, ...ofCluster];
  if (found.length === 0) throw new Mistake("this text may hold credentials, and nothing else of it can be put into a link; say what is asked as VERB TYPE");
  complain("note: the text may hold credentials and is not in the link; what it asks is");
  return found;
}

/** Whether every word of a text is known to be no credential. */
function isHarmless(text) {
  const line = text.trim();
  if (SENTENCE.test(line)) return true;
  const [program, ...words] = line.split(/ +/);
  const flags = Object.hasOwn(HARMLESS, program) ? HARMLESS[program] : undefined;
  return flags !== undefined && words.every((word) => {
    const [, flag, value] = /^(-[^=]*)(?:=(.*))?$/.exec(word) ?? [];
    if (flag === undefined) return NAME.test(word) && !ANYTHING.has(word);
    return flags.includes(flag) && (value === undefined || NAME.test(value));
  });
}

/** A document below its scenario. Its directives, its marks and what comes before them belong to no part. */
function ofDocument(text) {
  if (/\bbearer\s/i.test(text)) throw credential();
  for (const [, key, value] of text.matchAll(/(?:^|[\s{,"'])(kubectl|pasted)["']?\s*:\s*([^\n]*)/g)) {
    const line = value.trim().replace(/^["']|["'\]},\s]+$/g, "");
    if (key === "pasted" || !isHarmless(line.startsWith("kubectl ") ? line : `kubectl ${line}`)) throw credential();
  }
  const lines = text.replace(/\r\n?/g, "\n").trimEnd().split("\n");
  const start = lines.findIndex((line) => /^---(\s|$)/.test(line));
  const body = start >= 0 && lines.slice(0, start).every((line) => /^\s*(#.*)?$|^%/.test(line)) ? [lines[start].slice(3), ...lines.slice(start + 1)] : lines;
  if (/^\.\.\.(\s|$)/.test(body.at(-1))) body.pop();
  return `kind: Scenario\ntitle: Linked\nrequests:\n-\n${body.map((line) => (line === "" ? line : `  ${line}`)).join("\n")}\n`;
}

function credential() {
  return new Mistake("this request may hold credentials, and a link is handed on; give what is asked in fields: verb, resource, namespace");
}
