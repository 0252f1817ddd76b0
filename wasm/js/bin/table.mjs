// How are rows shown in a terminal, and in Markdown?
//
// Titles are ours; `names` are further columns that documents named.

import { cell } from "./markdown.mjs";
import { visible } from "./visible.mjs";

/** Rows below their titles, columns aligned with two blanks between them. */
export function table(titles, rows, names = []) {
  const all = [[...titles.map((title) => title.toUpperCase()), ...names], ...rows].map((row) => row.map(visible));
  const widths = all[0].map((_, at) => Math.max(...all.map((row) => width(row[at]))));
  const line = (row) => row.map((of, at) => of + " ".repeat(widths[at] - width(of))).join("  ").trimEnd();
  return all.map(line).join("\n");
}

/** The same as a table of Markdown. */
export function markdownTable(titles, rows, names = []) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  const head = [...titles, ...names.map(cell)];
  return [line(head), line(head.map(() => "---")), ...rows.map((row) => line(row.map(cell)))].join("\n");
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
