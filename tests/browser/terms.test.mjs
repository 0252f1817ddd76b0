// Is every word explained where it stands: for the pointer, the keyboard and the finger, and without anything moving?

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { choose, openExample, view } from "./page.mjs";
import { onPage as onAnyPage } from "./site.mjs";

const WORDS = JSON.parse(readFileSync(new URL("../../dist/words.json", import.meta.url), "utf8"));
const meaningOf = (name) => WORDS.find(([of]) => of === name)[1];
// parts of the question that say themselves what they are
const PLAIN = ["name", "path", "time"];

/** Runs a test on a page that explains words: what does comes when the page stands. */
function onPage(name, run, options) {
  onAnyPage(name, async (page) => {
    await page.locator("#meaning").waitFor({ state: "attached" });
    await run(page);
  }, options);
}

const box = (page) => page.locator("#meaning:popover-open");
const isShown = async (page) => (await box(page).count()) > 0;
const word = (page, text) => page.locator("button.term", { hasText: text });

/** The words on the page that nothing is said about. */
const unknown = (page) => page.evaluate(async () => {
  const { meaning } = await import(new URL("terms.js", document.baseURI).href);
  const marked = Array.from(document.querySelectorAll(".term, [data-term]"), (of) => of.dataset.term ?? of.textContent);
  const known = await Promise.all(marked.map(meaning));
  return [...new Set(marked.filter((_, at) => !known[at]))].sort();
});

onPage("the pointer: resting on a word shows what it means and where that is said, and moves nothing", async (page) => {
  const heading = word(page, "Near misses");
  await heading.scrollIntoViewIfNeeded();
  const places = () => page.evaluate(() => Array.from(document.querySelectorAll("main *"), (of) => of.getBoundingClientRect().y).join());
  const before = await places();
  await heading.hover();
  await box(page).waitFor();
  assert.equal(await places(), before);
  assert.ok((await box(page).textContent()).includes(meaningOf("near miss")));
  const link = box(page).getByRole("link");
  assert.equal(await link.textContent(), "kubernetes.io, Using RBAC Authorization");
  assert.match(await link.getAttribute("href"), /^https:\/\/kubernetes\.io\//);
  assert.equal(await link.getAttribute("target"), "_blank");
  assert.equal(await link.getAttribute("rel"), "noopener noreferrer");

  // the pointer may go there, and what is said can be selected
  await box(page).locator("b").dblclick();
  assert.match(await page.evaluate(() => String(getSelection())), /near|miss/);
  assert.ok(await isShown(page));
  await page.keyboard.press("Escape");
  assert.ok(!(await isShown(page)));
  await page.locator("#answer h1 em").hover();
  await heading.hover();
  await box(page).waitFor();
  await page.locator("#answer h1 em").hover();
  await page.locator("#meaning").waitFor({ state: "hidden" });
});

onPage("the keyboard: a word of a heading is a stop, its source the next, and Escape leads back", async (page) => {
  await page.locator("#gate-4").focus();
  const focused = () => page.evaluate(() => document.activeElement.textContent);
  for (let presses = 0; (await focused()) !== "Near misses"; presses += 1) {
    assert.ok(presses < 40, "the word is reached with Tab");
    await page.keyboard.press("Tab");
  }
  await box(page).waitFor();
  const heading = word(page, "Near misses");
  const described = await heading.evaluate((of) => document.getElementById(of.getAttribute("aria-describedby")).textContent);
  assert.ok(described.includes(meaningOf("near miss")));
  await page.keyboard.press("Tab");
  assert.equal(await focused(), "kubernetes.io, Using RBAC Authorization");
  assert.ok(await isShown(page));
  await page.keyboard.press("Escape");
  assert.ok(!(await isShown(page)));
  assert.equal(await focused(), "Near misses");
  assert.equal(await heading.getAttribute("aria-describedby"), null);
  // asked for, it is there again; further on, it is not
  await page.keyboard.press("Enter");
  await box(page).waitFor();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  assert.notEqual(await focused(), "Near misses");
  await page.waitForFunction(() => !document.querySelector("#meaning").textContent.includes("near miss") || !document.querySelector("#meaning:popover-open"));
});

onPage("the keyboard: parts of the question, gates and steps say their words", async (page) => {
  await page.keyboard.press("q");
  await page.keyboard.press("Tab");
  await box(page).waitFor();
  assert.deepEqual(await box(page).locator("b").allTextContents(), ["verb", "list"]);
  // the list takes its place, and who has chosen is not told again
  await page.keyboard.press("Enter");
  await page.locator("#verb-field").waitFor();
  assert.ok(!(await isShown(page)));
  await page.keyboard.press("Escape");
  await page.locator("#verb-field").waitFor({ state: "detached" });
  assert.equal(await page.locator("#verb").getAttribute("aria-describedby"), null);

  await page.keyboard.press("4");
  await box(page).locator("b", { hasText: "Kubernetes RBAC" }).waitFor();
  await page.keyboard.press("ArrowLeft");
  await box(page).locator("b", { hasText: "Azure RBAC" }).waitFor();
  await page.keyboard.press("4");
  const row = page.locator(".tree .row", { hasText: "subject Group" }).first();
  await row.getByRole("button").focus();
  await box(page).locator("b", { hasText: "subject" }).waitFor();
  assert.deepEqual(await box(page).locator("b").allTextContents(), ["subject", "Group"]);
});

onPage("a finger: a touch shows a word, and one that stays shows that of what can be chosen", async (page) => {
  await page.locator(".because .term", { hasText: "RoleBinding" }).first().tap();
  await box(page).waitFor();
  assert.ok((await box(page).textContent()).includes(meaningOf("RoleBinding")));
  const place = await box(page).boundingBox();
  assert.ok(place.x >= 0 && place.x + place.width <= 390, "within the window");
  await page.locator("#answer .msg").tap();
  assert.ok(!(await isShown(page)));

  await page.locator("#verb").scrollIntoViewIfNeeded();
  const slot = await page.locator("#verb").boundingBox();
  const touch = await page.context().newCDPSession(page);
  const point = { x: slot.x + slot.width / 2, y: slot.y + slot.height / 2 };
  await touch.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [point] });
  await box(page).locator("b", { hasText: "verb" }).waitFor();
  await touch.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  assert.equal(await page.locator("#verb-field").count(), 0);
  assert.ok(await isShown(page));
  await page.locator("#verb").tap();
  await page.locator("#verb-field").waitFor();
  assert.ok(!(await isShown(page)));
}, { viewport: { width: 390, height: 844 }, hasTouch: true });

onPage("every word that is marked is known, on every view", async (page) => {
  await openExample(page, "A deny assignment against a RoleBinding");
  for (const of of ["journey", "scopes", "orders", "access", "findings", "preflight", "examples"]) {
    await view(page, of);
    await page.locator("main .term").first().waitFor();
    assert.deepEqual((await unknown(page)).filter((word) => !PLAIN.includes(word)), [], of);
  }
  await view(page, "access");
  for (const tab of ["tab-what", "tab-matrix"]) {
    await page.locator(`#${tab}`).click();
    await page.locator("#tab-panel button.term").first().waitFor();
    assert.deepEqual((await unknown(page)).filter((word) => !PLAIN.includes(word)), [], tab);
  }
  await view(page, "journey");
  for (const about of ["path", "kubeconfig", "action"]) {
    await page.locator(`#about-${about}`).check();
    assert.deepEqual((await unknown(page)).filter((word) => !PLAIN.includes(word)), [], about);
  }
});

onPage("what somebody named is no word of the page's", async (page) => {
  await choose(page, "user", "role");
  assert.match(await page.locator("#user").textContent(), /^role/);
  assert.equal(await page.locator("#answer .msg .term, .member .term, #user .term").count(), 0);
});

onPage("all words are listed below the keys, with links that leave", async (page) => {
  await page.keyboard.press("?");
  await page.locator(".terms dt").first().waitFor();
  assert.deepEqual(await page.locator(".terms dt").allTextContents(), WORDS.map(([name]) => name));
  assert.equal(await page.locator(".terms a[target=_blank][rel='noopener noreferrer']").count(), WORDS.length);
});
