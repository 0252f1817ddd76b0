// Does this identity hold what AKS needs of it?

import { OUTPUT, oneOf, parse } from "./options.mjs";
import { Mistake, say, sayJson, understood } from "./output.mjs";
import * as policy from "./policy.mjs";
import { unforged } from "./visible.mjs";

const PURPOSES = ["cluster-creator", "cluster-identity", "features", "node-access"];
const LISTED = `${PURPOSES.slice(0, -1).join(", ")} or ${PURPOSES.at(-1)}`;
const OPTIONS = {
  ...OUTPUT,
  ...policy.OPTIONS,
  principal: { type: "string" },
  group: { type: "string", multiple: true, default: [] },
  scope: { type: "string" },
};

export const help = `usage: aksess preflight PURPOSE -f FILE …

Tells for each permission that AKS needs of an identity whether it is held, and by which assignment; and
the smallest built-in or custom role that would supply what is missing.

PURPOSE is what the identity is for:
  cluster-creator       creates and operates the cluster
  cluster-identity      is the cluster's own
  features              the same, for features that need more than AKS assigns
  node-access           is the nodes'

      --principal ID    its object id; without it, the identity that the cluster's document names
      --group ID        a group it is in, beside those the directory knows; may be repeated
      --scope ID        where the permissions are needed; without it, the resource group of the cluster,
                        or of its nodes

${policy.HELP}

  -o, --output FORMAT   text, json or markdown

Examples:
  aksess preflight cluster-identity -f cluster.json -f assignments.json
  aksess preflight cluster-creator --principal 1b9c7d37-0e0b-4a8d-8e4e-2f3c0b7f6a11 \\
      --scope /subscriptions/…/resourceGroups/rg -f assignments.json -o markdown

Nothing is sent over the network.
Exit code: 0 all are held; 1 something is missing; 2 a file cannot be read or the command line is wrong`;

export async function run(words) {
  const { values, positionals } = parse(words, OPTIONS, ["text", "json", "markdown"]);
  const [purpose, ...rest] = positionals;
  if (purpose === undefined) throw new Mistake(`say what the identity is for: ${LISTED}`);
  if (rest.length > 0) throw new Mistake(`\`${rest[0]}\` is one word too many`);
  const { principal, group: groups, scope } = values;
  const asked = { purpose: oneOf("what the identity is for", purpose, PURPOSES), principal, groups, scope };
  const { authorizer } = await policy.open(values);
  const preflight = understood(() => authorizer.preflight(asked));
  if (values.output === "json") sayJson(preflight);
  else if (values.output === "markdown") say(authorizer.renderPreflight(asked, "markdown"));
  else say(unforged(authorizer.renderPreflight(asked), preflight));
  return preflight.passes ? 0 : 1;
}
