// Does the element work in a site that MkDocs makes, written as the documentation says?

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { launch, serve } from "./page.mjs";

const INSTALLED = execFileSync(fileURLToPath(new URL("../python.sh", import.meta.url)), { encoding: "utf8" }).trim();
const MKDOCS = join(INSTALLED, "bin/mkdocs");
const PACKAGE = fileURLToPath(new URL("../../pkg/", import.meta.url));

const PAGE = `# Access

<div>
<aksess-trace kubectl="get pods -n prod" user="ann" groups="devs">

<pre>
kind: Role
metadata: {name: reader, namespace: dev}

rules: [{apiGroups: [""], resources: [pods], verbs: [get, list]}]
---
kind: RoleBinding
metadata: {name: readers, namespace: dev}
roleRef: {kind: Role, name: reader}
subjects: [{kind: Group, name: devs}]
</pre>

</aksess-trace>
</div>

Text after it.
`;

test("a site of MkDocs", async () => {
  const folder = mkdtempSync(join(tmpdir(), "aksess-mkdocs-"));
  after(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, "docs"));
  writeFileSync(join(folder, "docs/index.md"), PAGE);
  writeFileSync(join(folder, "mkdocs.yml"), "site_name: Docs\nplugins: []\nextra_javascript:\n- {path: aksess/web/element.js, type: module}\n");
  cpSync(join(PACKAGE, "web"), join(folder, "docs/aksess/web"), { recursive: true });
  execFileSync(MKDOCS, ["-q", "build"], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  const server = await serve(join(folder, "site"));
  const browser = await launch();
  try {
    const page = await browser.newPage();
    await page.goto(server.url);
    assert.equal(await page.locator("aksess-trace .v b").textContent(), "Denied at gate 4, Kubernetes RBAC");
    assert.equal(await page.locator("aksess-trace").count(), 1);
    assert.match(await page.locator("aksess-trace .v").innerText(), /It covers dev only/);
  } finally {
    await browser.close();
    server.close();
  }
});
