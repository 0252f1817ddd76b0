// How does a policy become one file that hosts load without reading documents?

import { writeFile } from "node:fs/promises";
import { OUTPUT, parse } from "./options.mjs";
import { Mistake, say, sayJson } from "./output.mjs";
import * as policy from "./policy.mjs";
import { unreadable } from "./unreadable.mjs";

const OPTIONS = { ...OUTPUT, ...policy.OPTIONS, into: { type: "string" } };
delete OPTIONS.snapshot;

export const help = `usage: aksess compile -f FILE … --into policy.aksess

Writes a snapshot: the policy as bytes, which the gateway, the package and --snapshot load without
reading documents. Prints its digest, by which a configuration can name exactly this policy. It answers as
its documents do, but it holds no places of roles and bindings, no scenarios, no objects of files that a
line names with -f, and no namespace that a User or Group has no use for. Only this version of aksess
reads it.

      --into FILE       where to write it

${policy.HELP.split("\n").slice(0, -1).join("\n")}

  -o, --output FORMAT   text or json

Examples:
  aksess compile -f cluster.json -f rbac/ --into policy.aksess
  aksess can-i list pods --as alice --snapshot policy.aksess

Nothing is sent over the network.
Exit code: 0 written; 1 a document has an error, and nothing is written; 2 a file cannot be read or
written, the command line is wrong, or nothing is known`;

/** The last bytes of a snapshot are its digest. */
const DIGEST = 32;

export async function run(words) {
  const { values, positionals } = parse(words, OPTIONS);
  if (positionals.length > 0) throw new Mistake(`\`${positionals[0]}\` is one word too many; files are given with -f`);
  if (values.into === undefined) throw new Mistake("say where to write the snapshot with --into FILE");
  const { authorizer, mustKnow } = await policy.open(values);
  mustKnow();
  if (authorizer.diagnostics.some(({ severity }) => severity === "error")) return 1;
  const bytes = authorizer.snapshot();
  try {
    await writeFile(values.into, bytes);
  } catch (error) {
    throw unreadable(values.into, error);
  }
  const digest = Buffer.from(bytes.subarray(-DIGEST)).toString("hex");
  if (values.output === "json") sayJson({ file: values.into, bytes: bytes.length, digest });
  else say(digest);
  return 0;
}
