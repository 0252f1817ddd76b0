// How are rows shown in a terminal?

/** Rows below their titles, columns aligned with two blanks between them. */
export function table(titles, rows) {
  const all = [titles, ...rows];
  const widths = titles.map((_, at) => Math.max(...all.map((row) => width(row[at]))));
  const line = (row) => row.map((cell, at) => cell + " ".repeat(widths[at] - width(cell))).join("  ").trimEnd();
  return all.map(line).join("\n");
}

/** `binding.yaml:3`, or where what has no place in a file comes from. */
export function place(location) {
  return location ? `${location.source}:${location.line}` : "(default)";
}

/** `RoleBinding readers in dev`. */
export function named({ kind, namespace, name }) {
  return `${kind} ${name}${namespace ? ` in ${namespace}` : ""}`;
}

/** How many characters a cell has; most terminals show each in one column. */
function width(cell) {
  return [...cell].length;
}
