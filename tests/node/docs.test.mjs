// Is everything true that the documentation shows?
//
// Every block of code that is called aksess, js or ts is run, and those called ts are compiled as well; so are shell blocks whose
// first line is `# test`. In JavaScript and TypeScript `expression; // => value` is asserted. Blocks of Rust are run by `cargo test`.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import test, { after } from "node:test";
import ts from "typescript";
import { PACKAGE, ROOT, run } from "./subject.mjs";

const PAGES = ["README.md", "wasm/js/package/README.md", ...readdirSync(join(ROOT, "docs")).filter((name) => name.endsWith(".md")).map((name) => `docs/${name}`)];
const BLOCK = /^```(\w+)([^\n]*)\n([^]*?)^```$/gm;
const blocks = PAGES.flatMap((page) => {
  const text = readFileSync(join(ROOT, page), "utf8");
  return [...text.matchAll(BLOCK)].map(({ 1: language, 3: code, index }) => ({ page, line: text.slice(0, index).split("\n").length, language, code }));
});
const called = (...languages) => blocks.filter(({ language }) => languages.includes(language));

const folder = mkdtempSync(join(tmpdir(), "aksess-docs-"));
after(() => rmSync(folder, { recursive: true }));
mkdirSync(join(folder, "node_modules"));
symlinkSync(PACKAGE, join(folder, "node_modules/aksess"));

test("blocks called aksess pass", async () => {
  const pages = PAGES.filter((page) => called("aksess").some((of) => of.page === page));
  const told = await run(["test", ...pages]);
  assert.equal(told.code, 0, told.stdout + told.stderr);
  const [, passed] = /^(\d+) passed, 0 failed\n$/.exec(told.stdout) ?? assert.fail(told.stdout);
  console.log(`docs: ${passed} requests in ${called("aksess").length} blocks of ${pages.length} pages`);
});

for (const { page, line, language, code } of called("js", "ts")) {
  test(`${page}:${line} runs`, () => {
    const asserted = code.replace(/^(.+?); \/\/ => (.+)$/gm, (_, expression, value) => `assert.deepEqual(${expression}, ${value});`);
    const file = join(folder, `${page.replace(/\W/g, "-")}-${line}.mjs`);
    const program = `import assert from "node:assert/strict";\n${asserted}`;
    const { outputText } = ts.transpileModule(program, { compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext } });
    writeFileSync(file, language === "ts" ? outputText : program);
    execFileSync(process.execPath, [file], { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
  });
}

test("blocks of TypeScript compile", () => {
  const files = called("ts").map(({ page, line, code }) => {
    const file = join(folder, `${page.replace(/\W/g, "-")}-${line}.mts`);
    writeFileSync(file, code);
    return file;
  });
  const options = { strict: true, noEmit: true, target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.NodeNext, types: [], skipDefaultLibCheck: true };
  const found = ts.getPreEmitDiagnostics(ts.createProgram(files, options));
  assert.deepEqual(found.map(({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`), []);
});

const bin = join(folder, "bin");
mkdirSync(bin);
writeFileSync(join(bin, "aksess"), `#!/bin/sh\nexec "${process.execPath}" "${join(PACKAGE, "bin/aksess.mjs")}" "$@"\n`);
chmodSync(join(bin, "aksess"), 0o755);

for (const { page, line, code } of called("sh").filter((of) => of.code.startsWith("# test\n"))) {
  test(`${page}:${line} runs in a shell`, () => {
    const cwd = mkdtempSync(join(folder, "shell-"));
    const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` };
    execFileSync("sh", ["-euc", code], { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  });
}

test("what the shell blocks call is there", async () => {
  for (const { page, line, code } of called("sh")) {
    for (const [, command] of code.matchAll(/(?:^|\| )aksess ([a-z-]+)/gm)) {
      assert.equal((await run([command, "--help"])).code, 0, `${page}:${line}: aksess ${command}`);
    }
  }
});

test("the readme has no indented block, which would be run as Rust", () => {
  const indented = readFileSync(join(ROOT, "README.md"), "utf8").match(/(?<=\n\n) {4}\S.*/);
  assert.equal(indented?.[0], undefined);
});

test("links between pages lead somewhere", () => {
  for (const page of PAGES.filter((of) => of.startsWith("docs/") || of === "README.md")) {
    for (const [, target] of readFileSync(join(ROOT, page), "utf8").matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)) {
      assert.ok(existsSync(join(ROOT, page, "..", target)), `${page}: ${target}`);
    }
  }
});
