// What do the words of a command line mean?

import { parseArgs } from "node:util";
import { nearest } from "./nearest.mjs";
import { Mistake } from "./output.mjs";

/** How an answer is printed; every command takes it. */
export const OUTPUT = { output: { type: "string", short: "o", default: "text" } };

/** Options and the other words, or a `Mistake` that names the word at fault. */
export function parse(words, options, formats = ["text", "json"]) {
  let parsed;
  try {
    parsed = parseArgs({ args: words, options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new Mistake(reworded(error, options));
  }
  const { output } = parsed.values;
  if (output !== undefined) oneOf("--output", output, formats);
  return parsed;
}

/** The value, or a `Mistake` that says what it can be. */
export function oneOf(name, value, known) {
  if (known.includes(value)) return value;
  const meant = nearest(value, known);
  const several = known.length > 1 ? `${known.slice(0, -1).join(", ")} or ${known.at(-1)}` : known[0];
  throw new Mistake(`${name} is ${several}, not \`${value}\`${meant ? `; did you mean ${meant}?` : ""}`);
}

function reworded(error, options) {
  // Node names the option in quotes: "Unknown option '--nmespace'. To specify …"
  const quoted = /'([^']*)'/.exec(error.message)?.[1] ?? "";
  if (error.code === "ERR_PARSE_ARGS_UNKNOWN_OPTION") {
    const meant = nearest(quoted, Object.keys(options).map((name) => `--${name}`));
    return `\`${quoted}\` is not an option${meant ? `; did you mean ${meant}?` : ""}`;
  }
  if (error.code === "ERR_PARSE_ARGS_INVALID_OPTION_VALUE") {
    const name = quoted.replace(/ <value>$/, "");
    if (/does not take an argument/.test(error.message)) return `\`${name}\` takes no value`;
    if (/ambiguous/.test(error.message)) return `\`${name}\` is followed by another option instead of its value`;
    return `\`${name}\` lacks its value`;
  }
  return error.message.split(". ")[0];
}
