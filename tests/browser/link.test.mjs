// Does an address that `aksess link` prints open in the page?

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { launch, open, serve, verdict } from "./page.mjs";

const AKSESS = fileURLToPath(new URL("../../pkg/bin/aksess.mjs", import.meta.url));
const READERS = `kind: Role
metadata: {name: reader, namespace: dev}
rules: [{apiGroups: [""], resources: [pods], verbs: [get, list]}]
---
kind: RoleBinding
metadata: {name: readers, namespace: dev}
roleRef: {kind: Role, name: reader}
subjects: [{kind: Group, name: devs}]
`;

test("documents and question are there", async () => {
  const server = await serve();
  const browser = await launch();
  try {
    const asked = ["list", "pods", "-n", "prod", "--as", "ann", "--as-group", "devs", "--page", server.url];
    const address = execFileSync(process.execPath, [AKSESS, "link", ...asked], { input: READERS, encoding: "utf8" }).trim();
    const { page, problems } = await open(browser, address);
    const { word, message } = await verdict(page);
    assert.equal(word, "Denied");
    assert.match(message, /pods is forbidden: User "ann" cannot list resource "pods" in API group "" in the namespace "prod"$/);
    assert.deepEqual(problems, []);
  } finally {
    await browser.close();
    server.close();
  }
});
