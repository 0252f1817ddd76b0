// Is everything within reach where there is little room, on paper, and in colours of the reader's own?

import assert from "node:assert/strict";
import { view } from "./page.mjs";
import { onPage } from "./site.mjs";

/** Which of these lie whole within the window. */
const within = (page, selector) => page.evaluate((selector) => [...document.querySelectorAll(selector)].map((of) => {
  const box = of.getBoundingClientRect();
  return box.width > 0 && box.left >= 0 && box.right <= document.documentElement.clientWidth;
}), selector);
const sized = (width, rest = {}) => ({ viewport: { width, height: 900 }, ...rest });

for (const width of [768, 1024, 1200, 1281]) {
  onPage(`all views and all tools are in view at ${width} pixels`, async (page) => {
    const seen = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.querySelector(".views");
      return scrollWidth <= clientWidth;
    });
    assert.ok(seen);
    assert.deepEqual(await within(page, ".views button, .tools > .btn"), Array(12).fill(true));
  }, sized(width));
}

onPage("a phone reaches the names to redact, and the keys and words", async (page) => {
  await page.locator("#save").click();
  await page.locator("#help-here").click();
  await page.locator("#keys .terms dt").first().waitFor();
  await page.keyboard.press("Escape");
  if (!(await page.locator("#save-menu").isVisible())) await page.locator("#save").click();
  await page.locator("#redact-here").click();
  const told = page.locator(".complaint", { hasText: "pseudonyms" });
  await told.waitFor();
  assert.ok(!(await page.locator("#save-menu").isVisible()));
  // what was done is told where it is seen
  await page.waitForFunction(() => {
    const { top, bottom } = document.querySelector(".complaint").getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  });
}, sized(390));

onPage("what is asked about is chosen within the smallest window", async (page) => {
  assert.deepEqual([...new Set(await within(page, ".switch, .switch label"))], [true]);
  const end = await page.evaluate(() => innerWidth - document.querySelector(".how .switch").getBoundingClientRect().right);
  assert.ok(end >= 16, `${end}`);
}, sized(320));

onPage("beside a cell of the matrix stands no narrow column that ends at the window", async (page) => {
  await view(page, "access");
  await page.locator("#tab-matrix").click();
  await page.locator(".mx td button").first().click();
  const end = await page.evaluate(() => innerWidth - document.querySelector(".beside table").getBoundingClientRect().right);
  assert.ok(end >= 16, `${end}`);
}, sized(768));

onPage("on paper the reason stands below the headline", async (page) => {
  await page.emulateMedia({ media: "print" });
  const [head, reason] = await page.evaluate(() => ["h1", ".because"].map((of) => {
    const { left, top, bottom } = document.querySelector(`#answer ${of}`).getBoundingClientRect();
    return { left, top, bottom };
  }));
  assert.ok(reason.top >= head.bottom && reason.left === head.left, JSON.stringify([head, reason]));
}, sized(794));

onPage("in colours of the reader's own the switch has a knob, and one tab is chosen", async (page) => {
  await view(page, "access");
  const drawn = await page.evaluate(() => {
    const style = (of, part) => getComputedStyle(document.querySelector(of), part);
    return {
      knob: style(".knob", "::before").backgroundColor !== style(".knob").backgroundColor,
      arrow: style(".slot", "::after").borderLeftColor,
      tabs: [...document.querySelectorAll(".tabs button")].filter((of) => getComputedStyle(of).borderBottomWidth !== "0px").length,
    };
  });
  assert.deepEqual(drawn, { knob: true, arrow: "rgba(0, 0, 0, 0)", tabs: 1 });
}, sized(1440, { forcedColors: "active" }));
