// Which texts are read?
//
// A file is one source, a folder all its .yaml, .yml and .json files, `-` standard input. Sources keep
// the names the user gave them. Encodings are the engine's business.

import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { decode } from "./engine.mjs";
import { Mistake } from "./output.mjs";

/** The sources of the paths given; without any, standard input unless that is a terminal. */
export async function read(paths, option) {
  if (paths.length === 0 && process.stdin.isTTY) {
    throw new Mistake(`no file is given; name one with ${option}, or pipe one in`);
  }
  const given = paths.length === 0 ? ["-"] : paths;
  if (given.filter((path) => path === "-").length > 1) {
    throw new Mistake("`-` is given more than once; standard input can be read once");
  }
  const files = [];
  for (const path of given) files.push(...(await expand(path)));
  const sources = [];
  for (const file of files) sources.push(await source(file));
  return sources;
}

/** What standard input says. */
export async function readText() {
  return decode("stdin", await standardInput()).text;
}

/** A folder's files in a fixed order; anything else as it is. */
async function expand(path) {
  if (path === "-") return [path];
  let found;
  try {
    if (!(await stat(path)).isDirectory()) return [path];
    found = await below(path);
  } catch (error) {
    throw unreadable(path, error);
  }
  if (found.length === 0) throw new Mistake(`${path}: no .yaml, .yml or .json file is in this folder`);
  return found;
}

async function below(folder) {
  const files = [];
  const entries = await readdir(folder, { withFileTypes: true });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) files.push(...(await below(path)));
    else if (/\.(ya?ml|json)$/i.test(entry.name) && (await isFile(entry, path))) files.push(path);
  }
  return files;
}

/** Links to files are followed, links to folders are not: they may lead in circles. */
async function isFile(entry, path) {
  return entry.isFile() || (entry.isSymbolicLink() && (await stat(path)).isFile());
}

async function source(path) {
  if (path === "-") return decode("stdin", await standardInput());
  try {
    return decode(path, await readFile(path));
  } catch (error) {
    throw unreadable(path, error);
  }
}

async function standardInput() {
  const chunks = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function unreadable(path, error) {
  const words = {
    ENOENT: "there is no such file",
    EACCES: "it may not be read",
    EISDIR: "it is a folder",
    ENOTDIR: "a part of the path is not a folder",
  };
  return error.code ? new Mistake(`${path}: ${words[error.code] ?? error.code}`) : error;
}
