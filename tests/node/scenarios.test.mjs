// Does every scenario of the project pass through the command line?

import assert from "node:assert/strict";
import { join } from "node:path";
import test from "node:test";
import { ROOT, run, scenarios } from "./subject.mjs";

test("every scenario passes, each file alone", async () => {
  const files = scenarios();
  assert.ok(files.length > 0);
  const counts = await Promise.all(files.map(async (file) => {
    const { code, stdout, stderr } = await run(["test", file]);
    assert.equal(code, 0, `${file}\n${stdout}${stderr}`);
    const [, passed] = /^(\d+) passed, 0 failed\n$/.exec(stdout) ?? assert.fail(`${file}: ${stdout}`);
    return Number(passed);
  }));
  const passed = counts.reduce((sum, count) => sum + count, 0);
  console.log(`scenarios: ${passed} requests in ${files.length} files`);
  const together = await run(["test", join(ROOT, "tests/scenarios")]);
  assert.equal(together.stdout, `${passed} passed, 0 failed\n`);
});
