// How do answers and complaints reach the terminal?
//
// Answers go to standard output, everything about the files to standard error. Names come from files
// that others wrote, so control characters are shown, not sent: a name cannot repaint the terminal.

/** Something the user can put right; ends the program with exit code 2. */
export class Mistake extends Error {}

export function say(text) {
  process.stdout.write(`${printable(text)}\n`);
}

export function complain(text) {
  process.stderr.write(`${printable(text)}\n`);
}

/** An answer for programs. */
export function sayJson(value) {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

/** Errors and warnings as `file:line:column: severity: message`; gives how many errors there are. */
export function complainAbout(diagnostics) {
  const told = diagnostics.filter(({ severity }) => severity !== "info");
  for (const { source, line, column, severity, message } of told) {
    complain(`${source}:${line}:${column}: ${severity}: ${message}`);
  }
  return told.filter(({ severity }) => severity === "error").length;
}

function printable(text) {
  // C0 and C1 controls, and the marks that reorder what stands around them
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, (mark) => {
    return `\\u${mark.codePointAt(0).toString(16).padStart(4, "0")}`;
  });
}
