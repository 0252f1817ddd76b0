// Does the command line refuse what is wrong, and keep to itself?

import assert from "node:assert/strict";
import { closeSync, existsSync, openSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { aksessIn, BINDING, DEVS, direct, expect, ROLE, shell } from "./command-line.mjs";
import { aksess, PACKAGE } from "./subject.mjs";

const WHO = "error: say who asks with --as USER, --token FILE, --certificate SUBJECT, --service-account NAMESPACE/NAME or --anonymous\n";
const MISTAKES = [
  ["", /^error: a command is missing\n/],
  ["cani", "error: `cani` is not a command; did you mean can-i?\n"],
  ["expain", "error: `expain` is not a command; did you mean explain?\n"],
  ["frobnicate", "error: `frobnicate` is not a command; the commands are can-i, explain, review, who-can, what-can, matrix, test, diff, findings, preflight, compile, render, link\n"],
  ["constructor", /is not a command/],
  ["help frob", /is not a command/],
  ["can-i", /^error: say what is asked/],
  ["can-i get", /^error: say what is asked/],
  ["can-i get pods -f rbac", WHO],
  ["can-i get pods web db --as a", "error: `db` is one word too many\n"],
  [["can-i", "--as", "a", "--", "get", "--as=root"], "error: `--as=root` is an option, not a verb or a resource\n"],
  ["matrix --resource /healthz -f rbac", "error: `/healthz` is a path, not a resource\n"],
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
  ["what-can", WHO],
  ["what-can pods --as a", "error: `pods` is one word too many\n"],
  ["what-can -A -n dev --as a", /exclude each other/],
  ["can-i get pods --as a --token x -f rbac", "error: --as and --token both say who asks; give one\n"],
  ["can-i get pods --as-group a -f rbac", "error: --as-group stands beside --as USER\n"],
  ["can-i get pods --as a --as-user-extra oid -f rbac", "error: --as-user-extra is written KEY=VALUE, not `oid`\n"],
  ["can-i get pods --token nowhere -f rbac", "error: nowhere: there is no such file\n"],
  ["can-i get pods --token good.yaml -f rbac", "error: good.yaml: this is neither the claims of a token as JSON nor a token\n"],
  ["can-i get pods --certificate O=x -f rbac", /has no common name/],
  ["can-i get pods --certificate good.yaml -f rbac", "error: good.yaml: this is no certificate in PEM\n"],
  ["can-i get pods --service-account web -f rbac", "error: --service-account is written NAMESPACE/NAME\n"],
  ["can-i get pods --as a --order azurefirst -f rbac", "error: --order is AzureFirst, KubernetesFirst or AzureExclusive, not `azurefirst`; did you mean AzureFirst?\n"],
  ["can-i get pods --as a --at yesterday -f rbac", "error: `yesterday` is no time; write it as 2026-11-26T09:00:00Z\n"],
  ["can-i get pods --as a --snapshot good.yaml", "error: good.yaml: this is no snapshot; make one with `aksess compile`\n"],
  ["can-i get pods --as a --snapshot good.yaml -f rbac", "error: --snapshot stands for the files; leave -f out\n"],
  ["review", /^error: say what is asked: /],
  ["review --action x -f rbac", "error: --action and --scope belong together\n"],
  ["review --action x --scope y --as a -f rbac", /^error: `y` is no scope/],
  ["review --kubeconfig root --as a -f rbac", "error: --kubeconfig is user or admin, not `root`\n"],
  ["review --kubeconfig user -n dev --as a -f rbac", /^error: --namespace has no meaning here/],
  ["review get pods --kubeconfig user --as a -f rbac", "error: WHAT and --kubeconfig both say what is asked; give one\n"],
  ["review --request good.yaml --as a -f rbac", /^error: --request says who asks/],
  ["review --request rbac/role.yaml -f rbac", /^error: rbac\/role\.yaml: `kind` is not a field of a request/],
  ["who-can --action x -f rbac", /^error: say where with --scope/],
  ["who-can --action x --scope nowhere -f rbac", /^error: `nowhere` is no scope/],
  ["matrix pods -f rbac", /resources are given with --resource/],
  ["diff good.yaml", "error: say which two to compare: `aksess diff OLD NEW`\n"],
  ["diff - -", "error: standard input can be read once\n"],
  ["findings good.yaml", /files are given with -f/],
  ["findings -f rbac --fail-on hi", "error: --fail-on is high, medium or low, not `hi`; did you mean high?\n"],
  ["preflight -f rbac", /^error: say what the identity is for/],
  ["preflight cluster -f rbac", /^error: what the identity is for is cluster-creator, /],
  ["compile -f rbac", "error: say where to write the snapshot with --into FILE\n"],
  ["compile -f rbac --into nowhere/p", "error: nowhere/p: there is no such file\n"],
  ["render -o svg good.yaml", /^error: --output is html, page or css, not `svg`/],
  ["render good.yaml --as a", "error: --as has no meaning for scenarios, which say who asks for what; to ask, give the documents with -f\n"],
  ["render good.yaml -n dev", /^error: --namespace has no meaning for scenarios/],
  ["render good.yaml --as-group devs", /^error: --as-group has no meaning/],
  ["render --kubeconfig user --as a", /^error: --kubeconfig has no meaning/],
  ["link get pods --as a -f rbac --view graph", /^error: --view is journey, scopes/],
  ["link get pods --as a -f rbac --page here", "error: `here` is no address\n"],
  ["test nothing*.yaml", "error: nothing*.yaml: no file fits this pattern\n"],
  ["what-can --as a", /^error: nothing can be decided/],
  ["findings -f nowhere-link", "error: nowhere-link/link.yaml: it is a link that leads nowhere\n"],
  ["findings -f circle-link", "error: circle-link/link.yaml: its links lead in a circle\n"],
  ["what-can --as a\u007f -f rbac", /^error: .*U\+007F[^\n]*\n$/],
  [["explain", "-", "--as", "a"], /^error: standard input can be read once/],
  [["explain", "kubectl get pods", "-n", "dev", "--as", "a"], "error: --namespace has no meaning beside a text; write it into the line\n"],
  [["explain", "kubectl get pods", "-f", "rbac"], WHO],
  [["explain", "kubectl get pods --as bob", "-f", "rbac"], /the line itself only says as whom/],
  [["explain", "some words", "--as", "a", "-f", "rbac"], /^error: this is none of what can be read here/],
  [["explain", "kubectl get pods", "--as", "a"], /^error: nothing can be decided/],
];

test("a mistake exits with 2 and says what is wrong", async () => {
  for (const [line, stderr] of MISTAKES) await expect(line || [], 2, "", stderr);
});

test("a folder that may not be read is told", { skip: process.getuid?.() === 0 && "the superuser reads everything" }, async () => {
  for (const path of ["locked", "locked/**/*.yaml"]) await expect(["findings", "-f", path], 2, "", "error: locked/within: it may not be read\n");
});

test("an answer that cannot be written was not given", { skip: !existsSync("/dev/full") }, () => {
  const full = openSync("/dev/full", "w");
  const asked = ["can-i", "list", "pods", "-n", "dev", "-f", "rbac", ...DEVS];
  const { status, stderr } = direct(asked, ["ignore", full, "pipe"]);
  assert.equal(status, 2, stderr);
  assert.match(stderr, /^error: the answer cannot be written: there is no space left$/m);
  assert.doesNotMatch(stderr, /^ +at /m);
  assert.equal(direct(asked, ["ignore", "pipe", full]).status, 2);
  closeSync(full);
});

test("a reader that is gone is no failure", () => {
  for (const gone of ['{ sleep 0.1; "$@"; echo "code $?" >&3; } 3>&2 2>/dev/null | :', '{ sleep 0.1; "$@" 2>&1 >/dev/null; echo "code $?" >&3; } 3>&2 | :']) {
    const { stderr } = shell(gone, ["can-i", "list", "pods", "-n", "dev", "-f", "rbac", ...DEVS]);
    assert.equal(stderr, "code 0\n");
  }
});

const COMMANDS = "can-i explain review who-can what-can matrix test diff findings preflight compile render link".split(" ");

test("help and version", async () => {
  await expect("--help", 0, /^aksess answers[^]*can-i[^]*explain[^]*who-can[^]*what-can[^]*test/, "");
  await expect("--version", 0, `aksess ${aksess.version()}\n`, "");
  for (const name of COMMANDS) {
    const { stdout, code } = await aksessIn([name, "--help"]);
    assert.equal(code, 0);
    assert.match(stdout, new RegExp(`^usage: aksess ${name} [^]*\nExamples:\n {2}[^]*Nothing is sent over the network[^]*Exit code: 0`));
    assert.ok(stdout.split("\n").every((line) => line.length <= 110), `${name}: lines fit a terminal`);
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
  const allowed = new Set(["node:crypto", "node:zlib", "node:fs/promises", "node:module", "node:path", "node:util", "../web/drawing.js"]);
  for (const file of readdirSync(folder)) {
    const text = readFileSync(join(folder, file), "utf8");
    for (const [, name] of text.matchAll(/(?:from|import\(|require\()\s*"([^"]+)"/g)) {
      assert.ok(name.startsWith("./") || allowed.has(name), `${file}: ${name}`);
    }
    assert.doesNotMatch(text, /\b(fetch\(|WebSocket|XMLHttpRequest|process\.binding)/, file);
  }
});
