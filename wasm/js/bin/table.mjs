// How are rows shown in a terminal, and in Markdown?

/** Rows below their titles, columns aligned with two blanks between them. */
export function table(titles, rows) {
  const all = [titles, ...rows];
  const widths = titles.map((_, at) => Math.max(...all.map((row) => width(row[at]))));
  const line = (row) => row.map((cell, at) => cell + " ".repeat(widths[at] - width(cell))).join("  ").trimEnd();
  return all.map(line).join("\n");
}

/** The same as a table of Markdown. */
export function markdownTable(titles, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  const sentence = (title) => title.charAt(0) + title.slice(1).toLowerCase();
  return [line(titles.map(sentence)), line(titles.map(() => "---")), ...rows.map((row) => line(row.map(plain)))].join("\n");
}

/** A text that Markdown shows as it is: no markup, no line of its own. */
export function plain(text) {
  const characters = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };
  const flat = text.replace(/\s+/g, " ").replace(/[&<>]/g, (of) => characters[of]);
  return flat.replace(/[\\`*_{}[\]()#+!|~]/g, "\\$&").replace(/(https?|www)(?=[:.])/gi, "$1\u200b");
}

/** `binding.yaml:3`, or where what has no place in a file comes from; nothing where a snapshot did not keep it. */
export function place({ location, unplaced }) {
  if (location) return `${location.source}:${location.line}`;
  return unplaced ? "" : "(default)";
}

/** `RoleBinding readers in dev`. */
export function named({ kind, namespace, name }) {
  return `${kind} ${name}${namespace ? ` in ${namespace}` : ""}`;
}

/** How many characters a cell has; most terminals show each in one column. */
function width(cell) {
  return [...cell].length;
}
