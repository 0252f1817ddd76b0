// What is under test: the package as it was built, and its command line.

import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parts } from "./parts.mjs";

/** The folder of the project. */
export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** The folder of the package. */
export const PACKAGE = join(ROOT, "pkg");

if (!existsSync(join(PACKAGE, "package.json"))) {
  throw new Error("pkg/ is missing; build it with `make package`");
}

/** The package as Node loads it, or with PARTS in the environment as browsers do. */
export const aksess = process.env.PARTS ? await parts(join(PACKAGE, "web")) : createRequire(import.meta.url)(PACKAGE);

/** Runs the command line; gives its exit code and what it printed. */
export function run(words, { input = "", cwd = ROOT, env = {} } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(PACKAGE, "bin/aksess.mjs"), ...words], { cwd, env: { ...process.env, ...env } });
    const printed = { stdout: "", stderr: "" };
    for (const stream of ["stdout", "stderr"]) {
      child[stream].setEncoding("utf8").on("data", (text) => (printed[stream] += text));
    }
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, ...printed }));
    // a command that reads no input may be gone before this is written
    child.stdin.on("error", () => {});
    child.stdin.end(input);
  });
}

/** The objects of a file with one JSON object per line. */
export function lines(path) {
  return readFileSync(path, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));
}

/** Every scenario file of the project. */
export function scenarios() {
  const folder = join(ROOT, "tests/scenarios");
  const files = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".yaml"));
  return files.sort().map((name) => join("tests/scenarios", name));
}
