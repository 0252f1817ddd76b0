// Does the command line refuse what is wrong, and keep to itself?

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { aksessIn, BINDING, DEVS, expect, ROLE } from "./command-line.mjs";
import { aksess, PACKAGE } from "./subject.mjs";

const MISTAKES = [
  ["", /^error: a command is missing\n/],
  ["cani", "error: `cani` is not a command; did you mean can-i?\n"],
  ["expain", "error: `expain` is not a command; did you mean explain?\n"],
  ["frobnicate", "error: `frobnicate` is not a command; the commands are can-i, explain, who-can, what-can, test\n"],
  ["constructor", /is not a command/],
  ["help frob", /is not a command/],
  ["can-i", /^error: say what is asked/],
  ["can-i get", /^error: say what is asked/],
  ["can-i get pods -f rbac", "error: say who asks with --as USER\n"],
  ["can-i get pods web db --as a", "error: `db` is one word too many\n"],
  ["can-i get pods/ --as a", /^error: `pods\/` is not TYPE or TYPE\/NAME/],
  ["can-i get pods/log web --subresource exec --as a", /name the subresource twice/],
  ["can-i get pods -A -n dev --as a", /exclude each other/],
  ["can-i get /healthz -n dev --as a", "error: a path has no name, subresource or namespace\n"],
  ["can-i get pods --nmespace dev", "error: `--nmespace` is not an option; did you mean --namespace?\n"],
  ["can-i get pods --as", "error: `--as` lacks its value\n"],
  ["can-i get pods --as -n", "error: `--as` is followed by another option instead of its value\n"],
  ["can-i get pods --as a -f rbac -o yaml", "error: --output is text or json, not `yaml`\n"],
  ["can-i get pods --as a -f nowhere", "error: nowhere: there is no such file\n"],
  ["explain get pods --as a -f paths.yaml/x", /a part of the path is not a folder/],
  ["test --frob", /is not an option/],
  ["who-can get", /^error: say what is asked/],
  ["who-can get pods --as a", "error: `--as` is not an option\n"],
  ["who-can get pods -f nowhere", "error: nowhere: there is no such file\n"],
  ["who-can get pods", /^error: nothing can be decided/],
  ["what-can", "error: say who asks with --as USER\n"],
  ["what-can pods --as a", "error: `pods` is one word too many\n"],
  ["what-can -A -n dev --as a", /exclude each other/],
  ["what-can --as a", /^error: nothing can be decided/],
  [["explain", "-", "--as", "a"], /^error: standard input can be read once/],
  [["explain", "kubectl get pods", "-n", "dev", "--as", "a"], "error: --namespace has no meaning beside a text; write it into the line\n"],
  [["explain", "kubectl get pods", "-f", "rbac"], "error: say who asks with --as USER\n"],
  [["explain", "kubectl get pods --as bob", "-f", "rbac"], /the line itself only says as whom/],
  [["explain", "some words", "--as", "a", "-f", "rbac"], /^error: this is none of what can be read here/],
  [["explain", "kubectl get pods", "--as", "a"], /^error: nothing can be decided/],
];

test("a mistake exits with 2 and says what is wrong", async () => {
  for (const [line, stderr] of MISTAKES) await expect(line || [], 2, "", stderr);
});

test("help and version", async () => {
  await expect("--help", 0, /^aksess answers[^]*can-i[^]*explain[^]*who-can[^]*what-can[^]*test/, "");
  await expect("--version", 0, `aksess ${aksess.version()}\n`, "");
  for (const name of ["can-i", "explain", "who-can", "what-can", "test"]) {
    const { stdout, code } = await aksessIn([name, "--help"]);
    assert.equal(code, 0);
    assert.match(stdout, new RegExp(`^usage: aksess ${name} [^]*Nothing is sent over the network`));
    await expect(["help", name], 0, stdout, "");
  }
  await expect("can-i get pods -h", 0, /^usage: aksess can-i/, "");
});

test("a name cannot repaint the terminal", async () => {
  const input = `${ROLE}---\n${BINDING}`.replace("name: readers", 'name: "a\\e[2Jb"');
  const { stdout } = await aksessIn(["explain", "list", "pods", "-n", "dev", ...DEVS], { input });
  assert.match(stdout, /a\\u001b\[2Jb/);
  assert.doesNotMatch(stdout, /\u001b/);
});

test("the command line has no way to the network", () => {
  const folder = join(PACKAGE, "bin");
  const allowed = new Set(["node:fs/promises", "node:module", "node:path", "node:util"]);
  for (const file of readdirSync(folder)) {
    const text = readFileSync(join(folder, file), "utf8");
    for (const [, name] of text.matchAll(/(?:from|import\(|require\()\s*"([^"]+)"/g)) {
      assert.ok(name.startsWith("./") || allowed.has(name), `${file}: ${name}`);
    }
    assert.doesNotMatch(text, /\b(fetch|WebSocket|XMLHttpRequest|process\.binding)\b/, file);
  }
});
