// Do the parts of the package answer as the whole does, in whatever way they come?
//
// Every example is answered in Chromium by the package's parts and in Node by the whole: once with every door met closed, so
// that what is asked brings what it needs, and once with all parts there before.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { launch, serve } from "./page.mjs";

const PACKAGE = fileURLToPath(new URL("../../pkg/", import.meta.url));
const SCENARIOS = fileURLToPath(new URL("../scenarios/", import.meta.url));
const { Authorizer } = createRequire(import.meta.url)(PACKAGE);
const sources = readdirSync(SCENARIOS).flatMap((folder) => {
  const names = readdirSync(join(SCENARIOS, folder));
  return names.map((name) => ({ name: `${folder}/${name}`, text: readFileSync(join(SCENARIOS, folder, name), "utf8") }));
});

/** All that can be asked of a source, as text. Runs on either side. */
function ask(Authorizer, source) {
  const authorizer = new Authorizer([source]);
  const { diagnostics, vocabulary, contents } = authorizer;
  const pods = { verb: "list", resource: "pods", namespace: "dev" };
  const told = [diagnostics, vocabulary, contents, authorizer.test(), authorizer.findings(), authorizer.renderFindings("markdown")];
  told.push(authorizer.whoCan({ resourceAttributes: pods }), authorizer.whatCan({ user: "ann" }, "dev"));
  told.push(authorizer.preflight({ purpose: "cluster-identity", principal: "11111111-1111-4111-8111-111111111111", scope: "/subscriptions/22222222-2222-4222-8222-222222222222" }), authorizer.read("kubectl logs web -n dev"));
  told.push(authorizer.renderReview({ as: { user: "ann" }, pasted: 'pods is forbidden: User "ann" cannot list resource "pods" in API group "" in the namespace "dev"' }, "markdown"));
  told.push(authorizer.snapshot().length);
  authorizer.free();
  return JSON.stringify(told);
}

let server, browser;
before(async () => {
  server = await serve(join(PACKAGE, "web"));
  browser = await launch();
});
after(async () => {
  await browser?.close();
  server?.close();
});

/** Runs a function in a page of its own; `asked` are the parts that were fetched, and how. */
async function run(script, argument) {
  const page = await browser.newPage();
  const asked = [];
  page.on("request", (request) => {
    const [, part] = /aksess_(\w+)\.wasm$/.exec(request.url()) ?? [];
    if (part) asked.push(`${part} ${request.resourceType()}`);
  });
  await page.goto(`${server.url}package.json`);
  const result = await page.evaluate(`(${script})(${JSON.stringify(`${server.url}aksess.js`)}, ${JSON.stringify(argument)}, ${ask})`);
  await page.close();
  return { result, asked };
}

test("the first part explains what is asked of Kubernetes alone", async () => {
  const kubernetes = sources.filter(({ name }) => name.startsWith("kubernetes/"));
  const { result, asked } = await run(async (program, sources) => {
    const { default: init, Authorizer } = await import(program);
    await init();
    return sources.map((source) => new Authorizer([source]).test());
  }, kubernetes);
  for (const [at, source] of kubernetes.entries()) assert.deepEqual(result[at], new Authorizer([source]).test(), source.name);
  assert.deepEqual(asked, ["bg fetch"], "another part is needed: run `make opening`");
});

test(`parts that come when they are needed: ${sources.length} examples answered as by the whole`, async () => {
  const { result, asked } = await run(async (program, sources, ask) => {
    const { default: init, Authorizer } = await import(program);
    await init();
    return sources.map((source) => ask(Authorizer, source));
  }, sources);
  for (const [at, source] of sources.entries()) assert.equal(result[at], ask(Authorizer, source), source.name);
  assert.deepEqual(asked, ["bg fetch", "more xhr", "rest xhr"]);
});

test("parts that were brought before are not fetched again", async () => {
  const { result, asked } = await run(async (program, sources, ask) => {
    const { default: init, rest, Authorizer } = await import(program);
    await init();
    await Promise.all([rest(), rest()]);
    await rest();
    return sources.map((source) => ask(Authorizer, source));
  }, sources.slice(0, 20));
  for (const [at, told] of result.entries()) assert.equal(told, ask(Authorizer, sources[at]), sources[at].name);
  assert.deepEqual(new Set(asked), new Set(["bg fetch", "more fetch", "rest fetch"]));
});

test("a worker brings parts as a page does", async () => {
  const { result } = await run(async (program, source, ask) => {
    const body = `import init, { Authorizer } from ${JSON.stringify(program)}; ${ask}; await init(); postMessage(ask(Authorizer, ${JSON.stringify(source)}));`;
    const worker = new Worker(URL.createObjectURL(new Blob([body], { type: "text/javascript" })), { type: "module" });
    return new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(message));
    });
  }, sources[0]);
  assert.equal(result, ask(Authorizer, sources[0]));
});
