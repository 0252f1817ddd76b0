// Which functions of the package explain answers? Writes them down, for the builder to split by:
//   node tests/browser/answering.mjs target/opening/package wasm/js/src
//
// The program there notes what runs. It does what <aksess-trace> has it do, and plain questions: with the examples of
// Kubernetes alone for the first list, and with all examples for the second. What fewer examples need than a list
// asks for is not on it, unless a plain policy needs it, as people write one.

import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { launch, serve } from "./page.mjs";

const SCENARIOS = fileURLToPath(new URL("../scenarios/", import.meta.url));
const LISTS = { kubernetes: { folders: ["kubernetes"], least: 1 }, more: { folders: readdirSync(SCENARIOS), least: 1 } };

/** Policies as they are written in a hurry, in full, and with small mistakes. */
const API = "apiVersion: rbac.authorization.k8s.io/v1\n";
const policy = (api, subjects) => `kind: Role
${api}metadata: {name: reader, namespace: dev}
rules:
- {apiGroups: [""], resources: [pods], verbs: [get, list]}
---
kind: RoleBinding
${api}metadata:
  name: readers
  namespace: dev
roleRef: {kind: Role, name: reader}
subjects:
${subjects}
`;
const USERS = ["- {kind: User, name: ann}", "- kind: User\n  name: ann\n- kind: Group\n  name: devs", "- {kind: User, name: ann, apiGroup: rbac.authorization.k8s.io}"];
const PLAIN = ["", API].flatMap((api) => USERS.map((subjects) => ({ name: "policy.yaml", text: policy(api, subjects) })));

const [folder, into] = process.argv.slice(2).map((path) => resolve(path));
const names = readFileSync(join(folder, "functions.txt"), "utf8").split("\n");
const files = (of) => readdirSync(join(SCENARIOS, of)).map((name) => ({ name, text: readFileSync(join(SCENARIOS, of, name), "utf8") }));

/** In the browser: answers all that the examples ask and questions of its own; gives of each function how many examples ran it. */
async function answer([program, sources, plain]) {
  const { default: start, Authorizer } = await import(program);
  const { notes } = await start();
  const user = { user: "ann", groups: ["devs"] };
  const asked = { verb: "list", resource: "pods", namespace: "dev" };
  const marks = new Uint8Array(notes.buffer);
  const counts = new Array(marks.length).fill(0);
  for (const source of [...sources, ...plain]) {
    const authorizer = new Authorizer([source]);
    void authorizer.diagnostics;
    authorizer.test();
    for (const request of [{ as: { ...user, extra: {} }, ...asked }, { as: { user: "bob" }, verb: "get", path: "/metrics" }]) {
      authorizer.review(request);
      authorizer.renderReview(request);
    }
    for (const attributes of [{ resourceAttributes: asked }, { nonResourceAttributes: { verb: "get", path: "/metrics" } }]) {
      authorizer.authorize({ ...user, ...attributes });
      authorizer.explain({ ...user, ...attributes });
    }
    authorizer.free();
    for (const [number, mark] of marks.entries()) if (mark) counts[number] += plain.includes(source) ? sources.length : 1;
    marks.fill(0);
  }
  return counts;
}

const server = await serve(folder);
const browser = await launch();
for (const [list, { folders, least }] of Object.entries(LISTS)) {
  const page = await browser.newPage();
  await page.goto(`${server.url}package.json`);
  const counts = await page.evaluate(answer, [`${server.url}aksess.js`, folders.flatMap(files), PLAIN]);
  const ran = new Set(names.filter((name, number) => name && counts[number] >= least));
  writeFileSync(join(into, `${list}.txt`), `${[...ran].sort().join("\n")}\n`);
  console.log(`${ran.size} functions explain the answers of ${folders.join(", ")}`);
  await page.close();
}
await browser.close();
server.close();
