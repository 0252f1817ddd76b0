// What is asked?
//
// The words are those of `kubectl auth can-i`: VERB TYPE, VERB TYPE/NAME, `--subresource`, or VERB and
// a path that begins with a slash. Two forms are ours: VERB TYPE NAME and VERB TYPE/SUBRESOURCE NAME.
// Here they only become a line of kubectl; what its words mean is the engine's business.

import { complain, Mistake } from "./output.mjs";

export const OPTIONS = {
  namespace: { type: "string", short: "n" },
  "all-namespaces": { type: "boolean", short: "A" },
  subresource: { type: "string" },
};

/** What `-n` and `-A` mean; without any it is the namespace `default`, as it is to kubectl. */
export const PLACE = `  -n, --namespace NS    in this namespace; without it in \`default\`, as kubectl does. Kinds in no
                        namespace are asked for at the cluster scope
  -A, --all-namespaces  over all namespaces, which is also the cluster scope`;

/** The part of the help that these options share. */
export const HELP = `What is asked:
  VERB TYPE[.GROUP]                  list pods, create deployments.apps
  VERB TYPE[.GROUP]/NAME             get secrets/tls, or get secrets tls
  VERB TYPE[.GROUP]/SUBRESOURCE NAME get pods/log web
  VERB /PATH                         get /healthz

${PLACE}
      --subresource S   of the resource, as kubectl takes it`;

/** The line of kubectl that asks the same. */
export function line(words, values) {
  const { namespace, "all-namespaces": everywhere } = values;
  const [verb, target, name, ...rest] = words;
  if (!verb || !target) {
    throw new Mistake("say what is asked: a verb and a resource, as in `list pods`, or a path, as in `get /healthz`");
  }
  if (rest.length > 0) throw new Mistake(`\`${rest[0]}\` is one word too many`);
  // a line of kubectl would take it for an option
  const option = [verb, target].find((word) => word.startsWith("-"));
  if (option !== undefined) throw new Mistake(`\`${option}\` is an option, not a verb or a resource`);
  mustBeOnePlace(values);
  if (target.startsWith("/") && (name ?? values.subresource ?? namespace) !== undefined) {
    throw new Mistake("a path has no name, subresource or namespace");
  }
  const { object, subresource } = about(target, name, values.subresource);
  const asked = ["kubectl", "auth", "can-i", verb, object];
  if (subresource !== undefined) asked.push(`--subresource=${subresource}`);
  if (namespace !== undefined) asked.push(`--namespace=${namespace}`);
  if (everywhere) asked.push("--all-namespaces");
  return asked.map(quoted).join(" ");
}

export function mustBeOnePlace({ namespace, "all-namespaces": everywhere }) {
  if (namespace !== undefined && everywhere) {
    throw new Mistake("--namespace and --all-namespaces exclude each other");
  }
}

/** Where something is asked has no meaning for what is not asked of the cluster. */
export function mustHaveNoPlace(values) {
  const given = Object.keys(OPTIONS).find((name) => values[name] !== undefined);
  if (given) throw new Mistake(`--${given} has no meaning here; it says where VERB TYPE is asked`);
}

/** The question as the attributes of a SubjectAccessReview; what is odd about it is told. */
export function question(authorizer, asked, tell = complain) {
  const { requests, notes, problems } = authorizer.read(asked);
  const found = requests.find(({ need }) => need === "required");
  if (problems.length > 0 || !found) throw new Mistake(problems[0]?.message ?? "nothing is asked");
  for (const note of notes) tell(`warning: ${note}`);
  return found.question;
}

/** The same as a review takes it. */
export function request({ resourceAttributes, nonResourceAttributes }) {
  if (nonResourceAttributes) return nonResourceAttributes;
  const { group: apiGroup, version, ...on } = resourceAttributes;
  return { ...on, apiGroup };
}

/** TYPE, TYPE/NAME, TYPE NAME or TYPE/SUBRESOURCE NAME, as kubectl writes it. */
function about(target, name, subresource) {
  const slash = target.indexOf("/");
  if (slash === 0) return { object: target };
  const type = slash < 0 ? target : target.slice(0, slash);
  const after = slash < 0 ? undefined : target.slice(slash + 1);
  if (after === "") throw new Mistake(`\`${target}\` is not TYPE or TYPE/NAME`);
  if (name === undefined) return { object: target, subresource };
  if (after !== undefined && subresource !== undefined) {
    throw new Mistake(`\`${after}\` and --subresource ${subresource} name the subresource twice`);
  }
  return { object: `${type}/${name}`, subresource: after ?? subresource };
}

/** A word as a shell takes it, whatever is in it. */
function quoted(word) {
  return /^[\w./=:*-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
