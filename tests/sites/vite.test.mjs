// Does the package work in a program that Vite builds, and in one that Vite serves while it is written?

import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { build, createServer } from "vite";
import { DOCUMENTS, filled, HOSTILE, isDenied, look, site, told, visit } from "./site.mjs";

const PAGE = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Access</title><script type="module" src="/main.js"></script></head>
<body><output></output><aside></aside>
${filled(told("<div>"))}</body>
</html>
`;

// the same documents are asked by the program and, with a name that is markup, by an element it makes
const PROGRAM = `${told("import init")}
const text = ${JSON.stringify(DOCUMENTS)};
const authorizer = new Authorizer([{ name: "rbac.yaml", text }]);
const resourceAttributes = { verb: "list", resource: "pods", namespace: "dev" };
document.querySelector("output").textContent = authorizer.explain({ user: "ann", groups: ["devs"], resourceAttributes }).reason;

document.addEventListener("ask", () => {
  const element = document.createElement("aksess-trace");
  element.documents = text.replace(/name: reader\\b/g, 'name: "${HOSTILE}"');
  for (const [name, value] of Object.entries({ kubectl: "get pods -n dev", user: "ann", groups: "devs", open: "" })) element.setAttribute(name, value);
  document.querySelector("aside").append(element);
});
`;

const root = site("vite", { "index.html": PAGE, "main.js": PROGRAM });

async function answers(page) {
  await isDenied(page);
  assert.equal(await page.locator("output:not(:empty)").textContent(), 'RBAC: allowed by RoleBinding "readers/dev" of Role "reader" to Group "devs"');
}

test("what Vite builds", async () => {
  await build({ root, logLevel: "warn" });
  await visit(join(root, "dist"), "/", async (page) => {
    await answers(page);
    await page.evaluate(() => document.dispatchEvent(new Event("ask")));
    const made = page.locator("aside aksess-trace");
    assert.match(await made.locator(".v").innerText(), /^Allowed by gate 4, .* gives that group the Role <img src=x onerror=alert\(1\)>,/);
    assert.match(await made.locator("details").innerText(), /gives Role <img src=x onerror=alert\(1\)>/);
    assert.equal(await page.locator("img").count(), 0);
  });
});

test("what Vite serves", async () => {
  const server = await createServer({ root, logLevel: "warn", server: { host: "127.0.0.1", port: 0 } });
  try {
    await server.listen();
    await look(server.resolvedUrls.local[0], answers);
  } finally {
    await server.close();
  }
});
