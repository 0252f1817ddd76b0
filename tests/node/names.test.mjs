// Can a name say something that the command line did not?
//
// Names come from documents that others wrote. On a terminal one must not begin a line nor turn what stands
// around it, and in Markdown it must not become an address, a mention, a reference, a picture or a formula.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after } from "node:test";
import { run } from "./subject.mjs";

/** Everything of one namespace, with names as they come. */
function documents({ group = "devs", binding = "readers", role = "reader", resource = "pods", title }) {
  const [subject, name, given, of, called] = [group, binding, role, resource, title ?? ""].map(quoted);
  const parts = [
    `kind: Role\nmetadata: {name: ${given}, namespace: dev}\nrules: [{apiGroups: [""], resources: [pods, ${of}], verbs: [get, list]}]`,
    `kind: RoleBinding\nmetadata: {name: ${name}, namespace: dev}\nroleRef: {kind: Role, name: ${given}}\nsubjects: [{kind: Group, name: ${subject}}, {kind: Group, name: everyone}]`,
  ];
  if (title !== undefined) {
    parts.push(`kind: Scenario\ntitle: ${called}\nrequests:\n- {as: {user: ${subject}, groups: [${subject}]}, verb: list, resource: pods, namespace: dev, expect: Deny}`);
  }
  return parts.join("\n---\n");
}

/** A text as YAML quotes it, in ASCII. */
function quoted(text) {
  return JSON.stringify(text).replace(/[^\x20-\x7e]/gu, (of) => `\\U${of.codePointAt(0).toString(16).padStart(8, "0")}`);
}

const cwd = mkdtempSync(join(tmpdir(), "aksess-names-"));
after(() => rmSync(cwd, { recursive: true }));
writeFileSync(join(cwd, "nothing.yaml"), "kind: Role\nmetadata: {name: none, namespace: dev}\nrules: []\n");

const LIST = ["list", "pods", "-n", "dev"];

/** The commands that print names, each with its exit code. */
const PRINTING = (as) => [
  [["who-can", ...LIST], 0],
  [["what-can", "-n", "dev", ...as], 0],
  [["explain", ...LIST, ...as], 0],
  [["review", ...LIST, ...as], 0],
  [["matrix", "-n", "dev"], 0],
  [["findings"], 0],
  [["diff", "nothing.yaml", "-"], 1],
  [["test"], 1],
];

async function printed(words, code, input) {
  const told = await run(words, { cwd, input });
  assert.equal(told.code, code, `${words.join(" ")}\n${told.stdout}${told.stderr}`);
  return told;
}

test("a name begins no line on a terminal", async () => {
  const forged = "Allowed by gate 1";
  const name = (of) => `${of}\n\n${forged}\n1. ${of}\r\t${forged}\u2028${forged}`;
  const input = documents({ group: name("devs"), binding: name("readers"), role: name("reader"), title: name("a title") });
  let shown = 0;
  for (const [words, code] of PRINTING(["--as", name("ann"), "--as-group", name("devs")])) {
    const { stdout, stderr } = await printed(words, code, input);
    for (const line of `${stdout}${stderr}`.split(/[\n\r\u2028]/)) assert.ok(!line.trimStart().startsWith(forged), `${words}\n${stdout}`);
    assert.doesNotMatch(stdout, /[\r\t\u2028]/, words.join(" "));
    shown += stdout.includes(`\\u000a\\u000a${forged}\\u000a1. `) ? 1 : 0;
  }
  assert.ok(shown >= 6, `shown by ${shown}`);
});

test("a line end that could be of a name is shown, wherever it stands", async () => {
  // one name is the beginning of the other, and ends where a line of ours does
  const input = documents({ group: "Binding readers\n", binding: "readers\nAllowed by gate 1" });
  const { stdout } = await printed(["explain", ...LIST, "--as", "a", "--as-group", "Binding readers\n"], 0, input);
  assert.equal(stdout.match(/^Allowed by gate/gm).length, 1, stdout);
});

test("what cannot be seen is shown on a terminal, and in JSON", async () => {
  const marks = ["\u0007", "\u001b", "\u007f", "\u0085", "\u009b", "\u00ad", "\u061c", "\u200e", "\u200f", "\u202e", "\u2066", "\u2069", "\ufeff", "\u{e0041}"];
  const group = `devs${marks.join("x")}`;
  const input = documents({ group, binding: group, role: group, title: group });
  for (const [words, code] of PRINTING(["--as", "ann", "--as-group", "everyone"])) {
    const { stdout, stderr } = await printed(words, code, input);
    for (const mark of marks) assert.ok(!stdout.includes(mark) && !stderr.includes(mark), `${words}: ${mark.codePointAt(0).toString(16)}`);
    const json = await printed([...words, "-o", "json"], code, input);
    assert.match(json.stdout, /^[\n\x20-\x7e\u{a0}-\u{ac}\u{ae}-\u{60b}]*$/u, words.join(" "));
  }
  const { stdout } = await printed(["who-can", ...LIST, "-o", "json"], 0, input);
  assert.ok(stdout.includes("\\u007f") && stdout.includes("\\u202e") && stdout.includes("\\udb40\\udc41"));
  assert.equal(JSON.parse(stdout).subjects[1].name, group);
});

/** What a page that shows Markdown makes something of, though it is escaped or an entity. */
const LIVE = ["a@evil.com", "mailto:a@b.co", "@octocat", "org/@team", "ftp://x", "https://evil.example", "www.x.y", "$x$", "#1", "org/app#1", "GH-1", ":smile:", "a:fire:b", "*b*", "_i_", "~~s~~", "<img src=x onerror=alert(1)>", "[a](javascript:b)", "![a](x)", "&lt;b&gt;", "`c`", "\\`<b>\\`", "a|<b>|c", "a\\|<b>", "a`|`<b>`", "0123456789abcdef0123456789abcdef01234567"];

test("a name is text in Markdown", async () => {
  for (const name of LIVE) {
    const input = documents({ group: name, binding: name, role: name, resource: name, title: name });
    const commands = [
      [["who-can", ...LIST], 0],
      [["what-can", "-n", "dev", "--as", "ann", "--as-group", name], 0],
      [["matrix", "-n", "dev"], 0],
      [["diff", "nothing.yaml", "-"], 1],
      [["test"], 1],
    ];
    for (const [words, code] of commands) {
      const { stdout } = await printed([...words, "-o", "markdown"], code, input);
      const [blocks, lines] = [/^(`{3,})text\n[^]*?\n\1$/gm, stdout.split("\n")];
      const outside = stdout.replace(blocks, "").replace(/`[^`\n]+`/g, "");
      assert.doesNotMatch(outside, /[@$<>&\\*_~![\]`]|(?<!^#{0,2})#|\w:\w|:\/|www|GH-|evil|[0-9a-f]{7}/m, `${words} ${name}\n${stdout}`);
      // no cell more than there are titles
      const bars = lines.filter((line) => line.startsWith("|")).map((line) => line.split("|").length);
      assert.equal(new Set(bars).size, words[0] === "test" ? 0 : 1, stdout);
    }
  }
});

test("what the engine writes as Markdown has no live name either", async () => {
  const user = LIVE.filter((of) => !of.includes("`")).join(" ");
  const input = documents({}).replaceAll("{kind: Group, name: everyone}", `{kind: User, name: ${quoted(user)}}`);
  for (const words of [["explain", ...LIST, "--as", user], ["review", ...LIST, "--as", user], ["findings"]]) {
    const { stdout } = await printed([...words, "-o", "markdown"], 0, input);
    assert.ok(stdout.includes("`@octocat`"), stdout);
    const outside = stdout.replace(/^ {4}.*$/gm, "").replace(/`[^`\n]+`/g, "");
    assert.doesNotMatch(outside, /@|&#64;|&#58;|\\#|\\\$|:\w+:|GH-|evil|www/, `${words[0]}\n${stdout}`);
  }
});

test("titles of ours are words, and those that documents name stay as they are", async () => {
  const { stdout } = await printed(["matrix", "-n", "dev", "--resource", "Pods", "-o", "markdown"], 0, documents({}));
  assert.match(stdout, /^\| Subject \| Pods \|\n/);
  assert.match((await printed(["matrix", "-n", "dev", "--resource", "Pods"], 0, documents({}))).stdout, /^SUBJECT +Pods\n/);
});
