// Which files does a pattern fit?
//
// Where the shell leaves a pattern as it is, in quotes or on Windows: `*` and `?` within a name, `**` for any
// folders.

import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { unreadable } from "./unreadable.mjs";

export function isPattern(path) {
  return /[*?]/.test(path);
}

/** The files it fits, in the order of their names. */
export async function glob(pattern) {
  const parts = pattern.split(/[\\/]/);
  const root = pattern.startsWith("/") ? "/" : "";
  const found = await fitting(root, root ? parts.slice(1) : parts);
  return [...new Set(found)].sort();
}

async function fitting(folder, [part, ...rest]) {
  if (!isPattern(part)) return rest.length > 0 ? fitting(join(folder, part), rest) : isFile(join(folder, part));
  let entries;
  try {
    entries = await readdir(folder || ".", { withFileTypes: true });
  } catch (error) {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return [];
    throw unreadable(folder || ".", error);
  }
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  if (part === "**") {
    const deeper = folders.map((name) => fitting(join(folder, name), [part, ...rest]));
    const here = rest.length > 0 ? fitting(folder, rest) : fitting(folder, ["*"]);
    return (await Promise.all([here, ...deeper])).flat();
  }
  const name = new RegExp(`^${part.split(/([*?])/).map((of) => ({ "*": "[^/]*", "?": "[^/]" })[of] ?? escaped(of)).join("")}$`);
  if (rest.length === 0) {
    const files = entries.filter((entry) => !entry.isDirectory() && name.test(entry.name));
    return files.map((entry) => join(folder, entry.name));
  }
  const within = folders.filter((of) => name.test(of)).map((of) => fitting(join(folder, of), rest));
  return (await Promise.all(within)).flat();
}

async function isFile(path) {
  try {
    return (await stat(path)).isFile() ? [path] : [];
  } catch {
    return [];
  }
}

function escaped(text) {
  return text.replace(/[\\^$.|+()[\]{}]/g, "\\$&");
}
