// How does a question open in the page?
//
// Everything is in the address behind `#`, packed, which browsers send to nobody: the documents and the
// question as a scenario. The page reads the same form back.

import { promisify } from "node:util";
import { deflateRaw } from "node:zlib";
import { oneOf, parse } from "./options.mjs";
import { Mistake, say, sayJson } from "./output.mjs";
import { scenario } from "./question-in-link.mjs";
import { ASK_HELP, OPTIONS as ASKED, reviewed } from "./review.mjs";

const VIEWS = ["journey", "scopes", "access", "orders", "findings", "preflight"];
const OPTIONS = { ...ASKED, page: { type: "string", default: "http://127.0.0.1:8080/" }, view: { type: "string", default: "journey" } };
delete OPTIONS.snapshot;

export const help = `usage: aksess link WHAT --as USER -f FILE …

Prints an address that opens the documents and the question in the page. Both are in the part behind #,
which a browser sends to nobody; whoever has the address has the documents. Of a pasted text that may hold
a credential only what it asks is kept.

      --page URL        where the page is; http://127.0.0.1:8080/ unless given, where \`make play\` serves it
      --view VIEW       what is open: ${VIEWS.join(", ")}

${ASK_HELP}

  -o, --output FORMAT   text or json

Examples:
  aksess link 'kubectl get pods -n dev' --as alice -f rbac/
  aksess link list secrets -n dev --token claims.json -f cluster.json -f rbac/ --view orders

Nothing is sent over the network.
Exit code: 0 printed; 2 a file cannot be read, the command line is wrong, the documents are too large, or
the question may hold a credential`;

/** The page reads no more than this. */
const LARGEST = 8_000_000;

export async function run(words) {
  const { values, positionals } = parse(words, OPTIONS);
  const view = oneOf("--view", values.view, VIEWS);
  if (!URL.canParse(values.page)) throw new Mistake(`\`${values.page}\` is no address`);
  const reviewing = await reviewed(positionals, values);
  const files = reviewing.sources.map(({ name, text }) => [name, text]);
  const text = JSON.stringify({ v: 1, files, ask: scenario(reviewing), view, defaults: Boolean(values.defaults) });
  if (text.length > LARGEST) throw new Mistake(`the documents are too large for an address: ${text.length} characters`);
  const packed = await promisify(deflateRaw)(text);
  const address = new URL(values.page);
  address.hash = `s=${packed.toString("base64url")}`;
  if (values.output === "json") sayJson({ address: address.href });
  else say(address.href);
  return 0;
}
