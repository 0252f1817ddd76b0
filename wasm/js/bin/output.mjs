// How do answers and complaints reach the terminal?
//
// Answers go to standard output, everything about the files to standard error. Names come from files
// that others wrote, so what is no letter is shown, not sent: a name cannot repaint the terminal, nor begin
// a line. Only a terminal gets colours, and only where nobody has asked for none (NO_COLOR).

import { json, printable, visible } from "./visible.mjs";

/** Something the user can put right; ends the program with exit code 2. */
export class Mistake extends Error {
  /** `below` are lines of ours. */
  constructor(message, below = "") {
    super(message);
    this.below = below;
  }
}

/** The answer; what the engine cannot understand of what it was given is a mistake of the command line. */
export function understood(ask, name) {
  try {
    return ask();
  } catch (error) {
    if (error.code !== "content") throw error;
    const words = error.message.slice(error.argument.length + 2);
    throw new Mistake(name ? `${name}: ${words}` : words);
  }
}

/** Lines of an answer; names in them were made visible. */
export function say(text) {
  settled();
  process.stdout.write(`${painted(printable(text), process.stdout)}\n`);
}

/** One line about the files or the question. */
export function complain(line) {
  settled();
  process.stderr.write(`${painted(visible(line), process.stderr)}\n`);
}

/** An answer for programs. */
export function sayJson(value) {
  settled();
  process.stdout.write(`${json(value)}\n`);
}

/** Says what takes long, on a terminal only, in a line that gives way to whatever is told next. */
export function working(words) {
  if (!process.stderr.isTTY) return;
  process.stderr.write(`${CLEAR}${visible(words)}`);
  isWorking = true;
}

/** Takes that line away. */
export function settled() {
  if (isWorking) process.stderr.write(CLEAR);
  isWorking = false;
}

let isWorking = false;
/** To the beginning of the line, and nothing behind it. */
const CLEAR = "\r\u001b[K";

/** Errors and warnings as `file:line:column: severity: message`; gives how many errors there are. */
export function complainAbout(diagnostics) {
  const told = diagnostics.filter(({ severity }) => severity !== "info");
  for (const { source, line, column, severity, message } of told) {
    complain(`${source}:${line}:${column}: ${severity}: ${message}`);
  }
  return told.filter(({ severity }) => severity === "error").length;
}

const GREEN = 32;
const RED = 31;
const YELLOW = 33;
const COLOURS = [
  [/^(Allowed|yes$|✓)/, GREEN],
  [/^(Denied|no$|✕|failed:|error:)/, RED],
  [/^\s*(✓)/, GREEN],
  [/^\s*(✕|-(?= ))/, RED],
  [/^(~|warning:|note:|Near misses$)/, YELLOW],
];

/** The first word of a line that says how something came out. */
function painted(text, stream) {
  const wanted = process.env.FORCE_COLOR || (stream.isTTY && process.env.TERM !== "dumb");
  if (!wanted || process.env.NO_COLOR) return text;
  const paint = (line) => {
    const [pattern, colour] = COLOURS.find(([of]) => of.test(line)) ?? [];
    return pattern ? line.replace(pattern, (found) => `\u001b[${colour}m${found}\u001b[0m`) : line;
  };
  return text.split("\n").map(paint).join("\n");
}
