// Do the artefacts stay within their budgets?
//
// Bytes after gzip, as they travel. A budget is a little above what stands today: growth is a decision.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const root = fileURLToPath(new URL("../../", import.meta.url));
const budgets = {
  // what a page loads that explains answers of Kubernetes; with what explains all others; and what is seldom asked for
  "pkg/web/aksess_bg.wasm": 160_000,
  "pkg/web/aksess_more.wasm": 150_000,
  "pkg/web/aksess_rest.wasm": 172_000,
  "pkg/web/element.js": 8_000,
  // the part that decides: what it was made small for
  "pkg/decide/web/aksess_bg.wasm": 90_000,
  "dist/aksess_bg.wasm": 335_000,
  "dist/aksess_rest.wasm": 410_000,
  "target/plugin/aksess.wasm": 262_000,
};

for (const [file, budget] of Object.entries(budgets)) {
  test(`${file} stays below ${budget} bytes`, (t) => {
    assert.ok(existsSync(root + file), `${file} is not built`);
    const size = gzipSync(readFileSync(root + file), { level: 9 }).length;
    t.diagnostic(`${size} of ${budget} bytes after gzip`);
    assert.ok(size <= budget, `${size} bytes after gzip`);
  });
}
