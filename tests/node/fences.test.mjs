// Is every test in a page of Markdown found, and nothing else?
//
// What a fence is, CommonMark says: a page shows as a block what is run as a test. The reader was compared with
// commonmark.js on some 600,000 pages of odd lines; what differed then stands here.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { pathToFileURL } from "node:url";
import { BINDING, ROLE } from "./command-line.mjs";
import { PACKAGE, run } from "./subject.mjs";

const { blocks } = await import(pathToFileURL(join(PACKAGE, "bin/blocks.mjs")));

/** A page and its fenced blocks: the info string, the first line, the lines. */
const PAGES = [
  ["```aksess\na\n```\nb", ["aksess", 1, "a"]],
  ["~~~ aksess more  \na\n~~~", ["aksess more", 1, "a"]],
  ["   ```aksess\n    a\n  b\n ```", ["aksess", 1, " a\nb"]],
  ["    ```aksess\n    a\n    ```"],
  ["````aksess\n```\n~~~~\n````` \nb", ["aksess", 1, "```\n~~~~"]],
  ["```aksess\n``` b\n```", ["aksess", 1, "``` b"]],
  ["text\n```aksess\na", ["aksess", 2, "a"]],
  // in quotes and items
  ["1. one\n\n    ```aksess\n    a\n     b\n    ```\n", ["aksess", 3, "a\n b"]],
  ["- one\n  ```aksess\n  a\n\n  b\n  ```\nc", ["aksess", 2, "a\n\nb"]],
  ["- ```aksess\n  a\n  ```", ["aksess", 1, "a"]],
  ["> ```aksess\n> a\n>b\n> ```", ["aksess", 1, "a\nb"]],
  ["> - one\n>\n>   ```aksess\n>   a\n>   ```", ["aksess", 3, "a"]],
  ["-\t```aksess\n\ta\n\t```", ["aksess", 1, "a"]],
  // they end with what they stand in
  ["> ```aksess\n> a\nb\n```c\nd\n```", ["aksess", 1, "a"], ["c", 4, "d"]],
  ["- ```aksess\n  a\nb", ["aksess", 1, "a"]],
  ["1. \n    \n\t```aksess\t\na"],
  // code within a line opens nothing
  ["```` ```aksess ```` marks a test.\n\n```aksess\na\n```", ["aksess", 3, "a"]],
  ["``` a`b\n```c\nd\n```", ["c", 2, "d"]],
  // no item begins in the middle of a paragraph unless it is the first
  ["one\n2. ```aksess\na"],
  ["one\n1. ```aksess\n   a", ["aksess", 2, "a"]],
  ["- one\ntwo\n  ```aksess\n  a\n  ```\n```b\n", ["aksess", 3, "a"], ["b", 6, ""]],
  ["- - -\n  ```aksess\n  a\n  ```", ["aksess", 2, "a"]],
  // HTML is not read
  ["<!--\n```aksess\na\n```\n-->\n```b\nc\n```", ["b", 6, "c"]],
  ["<details>\n```aksess\na\n```\n\n```b\nc\n```\n</details>", ["b", 6, "c"]],
  ["<pre>\n\n```aksess\n\n</pre>\n~~~b\nc", ["b", 6, "c"]],
  ["text\n<b>\n```aksess\na\n```", ["aksess", 3, "a"]],
];

test("fences are those of CommonMark", () => {
  for (const [page, ...expected] of PAGES) {
    const found = blocks(page).map(({ info, first, lines }) => [info, first, lines.join("\n")]);
    assert.deepEqual(found, expected, page);
    assert.deepEqual(blocks(page.replaceAll("\n", "\r\n")).length, expected.length, page);
  }
});

test("tests in lists and quotes are run, with their places in the page", async () => {
  const scenario = (title, expected) => `kind: Scenario\ntitle: ${title}\nrequests:\n- {as: {user: ann, groups: [devs]}, verb: list, resource: pods, namespace: dev, expect: ${expected}}`;
  const fenced = (title, expected, before) => ["```aksess", `${ROLE}---\n${BINDING}---\n${scenario(title, expected)}`, "```"].join("\n").replace(/^(?=.)/gm, before);
  const input = ["```` ```aksess ```` marks a test.", "", "1. Step", "", fenced("in a list", "Deny", "    "), "", fenced("quoted", "Deny", "> "), "", fenced("plain", "Allow", ""), ""].join("\n");
  const cwd = mkdtempSync(join(tmpdir(), "aksess-fences-"));
  try {
    writeFileSync(join(cwd, "page.md"), input);
    const { outcomes } = JSON.parse((await run(["test", "page.md", "-o", "json"], { cwd })).stdout);
    assert.deepEqual(outcomes.map(({ title, failures }) => [title, failures.length]), [["in a list", 1], ["quoted", 1], ["plain", 0]]);
    const lines = input.split("\n");
    for (const { location } of outcomes) assert.match(lines[location.line - 1], /- \{as: /);
  } finally {
    rmSync(cwd, { recursive: true });
  }
});
