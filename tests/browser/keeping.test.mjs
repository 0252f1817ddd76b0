// Does a link change what somebody works on without their asking, or the other way round? And is work kept?

import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateRawSync } from "node:zlib";
import { choose, open, paste, text, type, view } from "./page.mjs";
import { browser, onPage, server } from "./site.mjs";

const ROLE = "kind: Role\n";
const linked = (files, rest = {}) => {
  const kept = { v: 1, files, ask: "", view: "journey", defaults: false, ...rest };
  return `#s=${deflateRawSync(Buffer.from(JSON.stringify(kept))).toString("base64url")}`;
};
const link = linked([["linked.yaml", "# from a link\n"]]);
const holds = (page, part) => page.waitForFunction((part) => document.querySelector(".rich")?.editor?.state.doc.toString().includes(part), part);
const isKept = (page, part) => page.waitForFunction((part) => Object.values(localStorage).some((of) => of.includes(part)), part);

async function reload(page) {
  await page.reload();
  await page.locator(".rich .cm-content").waitFor();
}

test("what is changed on a page that a link opened survives loading it again", async () => {
  const { page } = await open(browser, server.url + link);
  await holds(page, "from a link");
  assert.match(await page.evaluate(() => location.hash), /^#s=/);
  await type(page, "# my edit\n");
  await page.waitForFunction(() => location.hash === "");
  await isKept(page, "my edit");
  await reload(page);
  await holds(page, "my edit");
  await page.context().close();
});

for (const [what, change, has] of [
  ["the default roles", (page) => page.locator("#defaults").click(), (page) => page.locator("#defaults[aria-checked=true]").waitFor()],
  ["the view", (page) => view(page, "findings"), (page) => page.locator("main.findings").waitFor()],
]) {
  onPage(`a link is gone from the address, and its notice, as soon as ${what} changes`, async (page) => {
    await paste(page, ROLE);
    await page.locator("#share").click();
    await page.locator(".sent", { hasText: "Link copied" }).waitFor();
    await page.waitForFunction(() => location.hash !== "");
    await change(page);
    await page.waitForFunction(() => location.hash === "" && document.querySelector(".sent").textContent === "");
    await page.waitForTimeout(700);
    await reload(page);
    await has(page);
  });
}

onPage("a link that is put into the address can be undone, and what was there is other work", async (page) => {
  await paste(page, "# precious\n");
  await page.evaluate((link) => (location.hash = link), link);
  await holds(page, "from a link");
  await page.locator("#save").click();
  await page.locator("#last").click();
  await holds(page, "precious");
  await page.locator("#undo").click();
  await holds(page, "from a link");
  await page.locator("#undo").click();
  await holds(page, "precious");
});

onPage("a link that this tab is led to leaves the work of the tab to be brought back", async (page) => {
  await paste(page, "# precious\n");
  await isKept(page, "precious");
  await page.goto("about:blank");
  await page.goto(server.url + link);
  await holds(page, "from a link");
  await page.locator("#undo").click();
  await holds(page, "precious");
});

onPage("a damaged link changes nothing, and says so", async (page) => {
  await paste(page, ROLE);
  await isKept(page, ROLE.trim());
  await type(page, "# typed just now\n");
  await page.evaluate(() => (location.hash = "#s=AAAA"));
  await page.locator(".complaint", { hasText: "cannot be read" }).waitFor();
  assert.equal(await text(page), "# typed just now\n");
  // what is no link is none of its business
  await page.evaluate(() => (location.hash = "#answer"));
  await page.waitForTimeout(100);
  assert.equal(await text(page), "# typed just now\n");
});

test("more files than anybody works on are told, not opened, however they are called", async () => {
  const began = Date.now();
  const { page } = await open(browser, server.url + linked(Array.from({ length: 4000 }, () => ["a", "x"])));
  await page.locator(".complaint", { hasText: "3000 were left out" }).waitFor();
  assert.equal(await page.locator(".file").count(), 1000);
  assert.equal(await page.locator(".file b").last().textContent(), "a-1000");
  // it froze for minutes
  assert.ok(Date.now() - began < 30_000);
  await page.context().close();
});

onPage("another user brings no group of the one before", async (page) => {
  await choose(page, "namespace", "dev");
  const groups = () => page.locator(".member bdi").allTextContents();
  const before = await groups();
  assert.equal(await page.locator("#answer h1 em").textContent(), "Allowed");
  await choose(page, "user", "mallory@contoso.com");
  assert.deepEqual(await groups(), ["system:authenticated"]);
  assert.equal(await page.locator("#answer h1 em").textContent(), "Denied");
  await page.locator("#undo").click();
  assert.deepEqual(await groups(), before);
  // whom the questions of the documents know, they know with groups
  await choose(page, "user", "mallory@contoso.com");
  await choose(page, "user", "aksdev@contoso.com");
  assert.deepEqual(await groups(), before);
});

onPage("files that come while others are read come too", async (page) => {
  await page.evaluate(() => {
    const drop = (name, size) => {
      const data = new DataTransfer();
      data.items.add(new File([`kind: Role\n${"# x\n".repeat(size)}`], name));
      document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
    };
    drop("one.yaml", 1_000_000);
    drop("two.yaml", 1);
  });
  await page.locator(".file b", { hasText: "one.yaml" }).waitFor();
  await page.locator(".file b", { hasText: "two.yaml" }).waitFor();
});

onPage("older work makes room, and what cannot be kept is told", async (page) => {
  await page.evaluate(() => {
    // as full as it may be, with work of other tabs
    for (let at = 0; at < 4; at++) localStorage.setItem(`aksess-work-${at}`, `${at}\n${"o".repeat(1_200_000)}`);
  });
  await paste(page, `# mine\n${"# m\n".repeat(300_000)}`);
  await page.waitForFunction(() => Object.values(localStorage).some((of) => of.includes("# mine")));
  assert.equal(await page.locator(".unkept").count(), 0);
  await type(page, "# x\n".repeat(600_000));
  await page.locator(".unkept", { hasText: "cannot keep" }).waitFor();
  await type(page, "# x\n");
  await page.locator(".unkept").waitFor({ state: "detached" });
});

onPage("the copy of a tab keeps under a name of its own", async (page) => {
  await paste(page, "# first\n");
  await isKept(page, "first");
  const [copy] = await Promise.all([page.waitForEvent("popup"), page.evaluate(() => void window.open(location.href))]);
  await holds(copy, "first");
  await type(copy, "# second\n");
  await isKept(page, "second");
  assert.ok(await page.evaluate(() => Object.values(localStorage).some((of) => of.includes("first"))));
  await reload(page);
  await holds(page, "first");
});
