// Which texts are read?
//
// A file is one source, a folder all its .yaml, .yml and .json files, a pattern every file it fits, `-`
// standard input. Sources keep the names the user gave them. Encodings are the engine's business.

import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { decode } from "./engine.mjs";
import { glob, isPattern } from "./glob.mjs";
import { Mistake, working } from "./output.mjs";
import { unreadable } from "./unreadable.mjs";

/** As many bytes take a second or more. */
const LARGE = 2_000_000;
const DOCUMENTS = /\.(ya?ml|json)$/i;

/** The sources of the paths given; without any, standard input unless that is a terminal. */
export async function read(paths, option, wanted = DOCUMENTS) {
  if (paths.length === 0 && process.stdin.isTTY) {
    throw new Mistake(`no file is given; name one with ${option}, or pipe one in`);
  }
  const given = paths.length === 0 ? ["-"] : paths;
  if (given.filter((path) => path === "-").length > 1) {
    throw new Mistake("`-` is given more than once; standard input can be read once");
  }
  const files = [];
  for (const path of given) files.push(...(await expand(path, wanted)));
  const found = [];
  for (const file of new Set(files)) found.push([file, await readBytes(file)]);
  const size = found.reduce((sum, [, bytes]) => sum + bytes.length, 0);
  if (size >= LARGE) working(`working on ${Math.round(size / 1e6)} MB of documents …`);
  return found.map(([file, bytes]) => decoded(file, bytes));
}

/** The text of a file or of standard input, in whichever encoding. */
export async function readText(path) {
  return decoded(path, await readBytes(path)).text;
}

/** What a file or standard input holds. */
export async function readBytes(path) {
  if (path === "-") return await standardInput();
  try {
    return await readFile(path);
  } catch (error) {
    throw unreadable(path, error);
  }
}

/** A folder's files in a fixed order, a pattern's in the order of their names; anything else as it is. */
async function expand(path, wanted) {
  if (path === "-") return [path];
  try {
    if (!(await stat(path)).isDirectory()) return [path];
  } catch (error) {
    if (error.code !== "ENOENT" || !isPattern(path)) throw unreadable(path, error);
    const found = await glob(path);
    if (found.length === 0) throw new Mistake(`${path}: no file fits this pattern`);
    return found;
  }
  const found = await below(path, wanted);
  if (found.length > 0) return found;
  const kinds = wanted === DOCUMENTS ? "no .yaml, .yml or .json" : "no .yaml, .yml, .json or .md";
  throw new Mistake(`${path}: ${kinds} file is in this folder`);
}

async function below(folder, wanted) {
  const files = [];
  const entries = await readdir(folder, { withFileTypes: true }).catch((error) => {
    throw unreadable(folder, error);
  });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) files.push(...(await below(path, wanted)));
    else if (wanted.test(entry.name) && (await isFile(entry, path))) files.push(path);
  }
  return files;
}

/** Links to files are followed, links to folders are not: they may lead in circles. One to nothing is told. */
async function isFile(entry, path) {
  if (!entry.isSymbolicLink()) return entry.isFile();
  try {
    return (await stat(path)).isFile();
  } catch (error) {
    throw error.code === "ENOENT" ? new Mistake(`${path}: it is a link that leads nowhere`) : unreadable(path, error);
  }
}

function decoded(path, bytes) {
  return decode(path === "-" ? "stdin" : path, bytes);
}

async function standardInput() {
  const chunks = [];
  try {
    for await (const chunk of process.stdin) chunks.push(chunk);
  } catch (error) {
    throw unreadable("stdin", error);
  }
  return Buffer.concat(chunks);
}
