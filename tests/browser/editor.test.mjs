// Does the editor keep what people write, and where they are in it?

import assert from "node:assert/strict";
import { test } from "node:test";
import { choose, cursorAt, text } from "./page.mjs";
import { browser, onPage, server } from "./site.mjs";

const head = (page) => page.evaluate(() => document.querySelector(".rich").editor.state.selection.main.head);

/** A page whose editor comes when it is brought. */
async function held() {
  const page = await browser.newPage();
  let bring;
  const asked = new Promise((asked) => {
    page.route("**/editor/editor.js", (route) => {
      bring = () => route.continue();
      asked();
    });
  });
  await page.goto(server.url);
  await asked;
  return { page, bring };
}

test("text, caret and focus stay when the editor takes the place of the field", async () => {
  const { page, bring } = await held();
  const field = page.locator("textarea#editor");
  await field.focus();
  const before = await field.inputValue();
  const middle = before.indexOf("name:");
  await field.evaluate((of, at) => of.setSelectionRange(at, at), middle);
  await page.keyboard.type("first");
  await bring();
  await page.locator(".rich .cm-content").waitFor();
  await page.locator("#editor:focus").waitFor();
  await page.keyboard.type("second");
  assert.equal(await text(page), `${before.slice(0, middle)}firstsecond${before.slice(middle)}`);
  assert.equal(await head(page), middle + "firstsecond".length);
  await page.context().close();
});

test("who is elsewhere when the editor comes stays there", async () => {
  const { page, bring } = await held();
  await page.locator("#line").focus();
  await bring();
  await page.locator(".rich .cm-content").waitFor();
  await page.keyboard.type("kubectl");
  assert.equal(await page.locator("#line").inputValue(), "kubectl");
  await page.context().close();
});

onPage("a key that comes with the focus goes where it was meant", async (page) => {
  await choose(page, "verb", "delete");
  const at = await page.evaluate(async () => {
    const { editor } = document.querySelector(".rich");
    editor.contentDOM.focus();
    // no task between the two, as on a busy machine
    editor.contentDOM.dispatchEvent(new KeyboardEvent("keydown", { key: "Home", code: "Home", keyCode: 36, ctrlKey: true, bubbles: true, cancelable: true }));
    await new Promise((later) => setTimeout(later, 0));
    return editor.state.selection.main.head;
  });
  assert.equal(at, 0);
});

onPage("the editor opens at the marked line with a key, and where one points with the mouse", async (page) => {
  await choose(page, "verb", "delete");
  const line = () => page.evaluate(() => {
    const { state } = document.querySelector(".rich").editor;
    return state.doc.lineAt(state.selection.main.head).number;
  });
  const marked = page.locator(".cm-marked").first();
  await marked.waitFor();
  const first = await marked.evaluate((of) => {
    const { editor } = document.querySelector(".rich");
    return editor.state.doc.lineAt(editor.posAtDOM(of)).number;
  });
  const other = page.locator(".cm-line:not(.cm-marked)").first();
  const pointed = await other.evaluate((of) => {
    const { editor } = document.querySelector(".rich");
    return editor.state.doc.lineAt(editor.posAtDOM(of)).number;
  });
  await other.click();
  await page.evaluate(() => new Promise((later) => setTimeout(later, 0)));
  assert.equal(await line(), pointed);

  await page.keyboard.press("Escape");
  await choose(page, "verb", "get");
  await choose(page, "verb", "delete");
  await page.keyboard.press("e");
  await page.waitForFunction((line) => {
    const { state } = document.querySelector(".rich").editor;
    return state.doc.lineAt(state.selection.main.head).number === line;
  }, first);
});

onPage("what was typed last into a large text is there when one comes back", async (page) => {
  const large = `# ${"large ".repeat(60_000)}\n`;
  await page.locator("#files").setInputFiles([
    { name: "large.yaml", mimeType: "text/yaml", buffer: Buffer.from(large) },
    { name: "other.yaml", mimeType: "text/yaml", buffer: Buffer.from("kind: Role\n") },
  ]);
  await page.locator(".file", { hasText: "other.yaml" }).waitFor();
  const show = (name) => page.locator(".file", { hasText: name }).locator("button").first();
  await page.locator("#editor").focus();
  await cursorAt(page, 0);
  await page.keyboard.type("# typed");
  await show("other.yaml").click();
  await page.waitForFunction(() => document.querySelector(".rich").editor.state.doc.toString() === "kind: Role\n");
  await show("large.yaml").click();
  await page.waitForFunction(() => document.querySelector(".rich").editor.state.doc.length > 1000);
  assert.equal(await text(page), `# typed${large}`);
});
