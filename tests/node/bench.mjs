// How long does a decision take in JavaScript?
//
// node tests/node/bench.mjs FOLDER, with the folder that `bench worlds FOLDER` wrote. Prints the median of
// windows, in nanoseconds of one decision; it asserts answers, never times.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const aksess = require("../../pkg/node/aksess.js");
const decide = require("../../pkg/decide/node/aksess.js");
const folder = process.argv[2];
const text = readFileSync(join(folder, "world.json"), "utf8");
const questions = JSON.parse(readFileSync(join(folder, "questions.json"), "utf8"));

const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];

/** Nanoseconds of one of `count` calls, as the median over windows. */
function time(count, call) {
  const windows = [];
  for (let window = 0; window < 60; window++) {
    const start = process.hrtime.bigint();
    call();
    windows.push(Number(process.hrtime.bigint() - start) / count);
  }
  return Math.round(median(windows));
}

const loads = [];
let authorizer;
for (let run = 0; run < 5; run++) {
  const start = process.hrtime.bigint();
  authorizer = new aksess.Authorizer([{ name: "world", text }]);
  loads.push(Number(process.hrtime.bigint() - start) / 1e6);
}
const bytes = authorizer.snapshot();
const reads = [];
for (let run = 0; run < 5; run++) {
  const start = process.hrtime.bigint();
  aksess.Authorizer.fromSnapshot(bytes);
  reads.push(Number(process.hrtime.bigint() - start) / 1e6);
}

const row = (name, pick) => {
  const cells = [true, false].map((allow) => {
    const chosen = questions.filter((question) => question.allow === allow).map(({ spec }) => spec);
    const { count, call, answers } = pick(chosen);
    for (const answer of answers()) assert.equal(answer === "Allow", allow);
    return time(count, call);
  });
  console.log(`| ${name} | ${cells.join(" / ")} |`);
};

console.log("| in Node, 10,000 bindings | ns of one decision, granted / refused |");
console.log("|---|---|");
for (const [part, policy] of [["", authorizer], ["aksess/decide, ", decide.Authorizer.fromSnapshot(bytes)]]) {
  row(part + "plain object", (specs) => ({
    count: specs.length,
    answers: () => specs.map((spec) => policy.authorize(spec)),
    call: () => {
      for (const spec of specs) policy.authorize(spec);
    },
  }));
  row(part + "prepared", (specs) => {
    const prepared = specs.map((spec) => policy.prepare(spec));
    return {
      count: specs.length,
      answers: () => prepared.map((question) => policy.authorize(question)),
      call: () => {
        for (const question of prepared) policy.authorize(question);
      },
    };
  });
  row(part + "batch of prepared", (specs) => {
    const batch = policy.prepareAll(specs);
    return { count: specs.length, answers: () => policy.authorizeAll(batch), call: () => policy.authorizeAll(batch) };
  });
}
console.log(`\nload: ${median(loads).toFixed(0)} ms for ${(text.length / 1e6).toFixed(1)} MB of JSON with places, ${median(reads).toFixed(1)} ms for a snapshot of ${(bytes.length / 1e6).toFixed(1)} MB`);
