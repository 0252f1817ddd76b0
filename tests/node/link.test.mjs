// What stands in a link, and what does not?
//
// An address is handed on. It opens the documents and the question in the page, and holds no credential that
// was in a pasted text.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after } from "node:test";
import { inflateRawSync } from "node:zlib";
import { BINDING, ROLE } from "./command-line.mjs";
import { aksess, run } from "./subject.mjs";

const READERS = `${ROLE}---\n${BINDING}`;
const cwd = mkdtempSync(join(tmpdir(), "aksess-link-"));
after(() => rmSync(cwd, { recursive: true }));

/** What an address holds. */
async function unpacked(words, input = READERS) {
  const told = await run(["link", ...words, "--page", "https://docs/play?a#b"], { cwd, input });
  assert.equal(told.code, 0, told.stderr);
  const [, packed] = /^https:\/\/docs\/play\?a#s=([\w-]+)\n$/.exec(told.stdout);
  return { ...JSON.parse(inflateRawSync(Buffer.from(packed, "base64url")).toString()), told: told.stderr };
}

/** The requests of the question, each with its answer. */
function played({ files, ask }) {
  const authorizer = new aksess.Authorizer([...files.map(([name, text]) => ({ name, text })), { name: "question", text: ask }]);
  return authorizer.test().map(({ request, review }) => [request, review.decision]);
}

test("a link holds the documents and the question", async () => {
  const asked = ["list", "pods", "-n", "dev", "--as", "a", "--as-group", "devs"];
  const link = await unpacked([...asked, "--view", "orders", "--defaults"]);
  const { v, files, view, defaults } = link;
  assert.deepEqual([v, files, view, defaults], [1, [["stdin", READERS]], "orders", true]);
  assert.deepEqual(played(link), [["a: list pods in dev", "Allow"]]);
});

test("a document that asks is put below its scenario, whatever is around it", async () => {
  const plain = "as: {user: a, groups: [devs]}\nkubectl: get pods -n dev";
  const documents = [plain, `---\n${plain}\n`, `%YAML 1.1\n# of mine\n---\n${plain}\n...\n`, `\ufeff---\r\n${plain.replace("\n", "\r\n")}\r\n`, `--- {as: {user: a, groups: [devs]}, kubectl: get pods -n dev}`, Buffer.from(`\ufeff${plain}`, "utf16le")];
  for (const document of documents) {
    writeFileSync(join(cwd, "request.yaml"), document);
    assert.deepEqual(played(await unpacked(["--request", "request.yaml"])), [["a: kubectl get pods -n dev", "Allow"]], String(document));
  }
});

const AS = ["--as", "a", "--as-group", "devs"];

test("no credential of a pasted text is in a link", async () => {
  const lines = [
    ["curl -H 'Authorization: Bearer s3cr3t' https://h/api/v1/namespaces/dev/pods", "list pods in dev"],
    ["curl -u bob:s3cr3t https://s3cr3t:s3cr3t@h/api/v1/namespaces/dev/pods?token=s3cr3t", "list pods in dev"],
    ["kubectl get pods -n dev --token=s3cr3t", "list pods in dev"],
    ["kubectl get pods -n dev --token s3cr3t", "list pods in dev"],
    ["TOKEN=s3cr3t kubectl get pods -n dev", "list pods in dev"],
    ["kubectl get pods -n dev | tee s3cr3t", "list pods in dev"],
    ["kubectl get pods -n dev\ns3cr3t", "list pods in dev"],
    ["kubectl exec web -n dev -- login s3cr3t", "get pods web in dev", "create pods/exec web in dev"],
  ];
  for (const [line, ...requests] of lines) {
    const link = await unpacked([line, ...AS]);
    assert.ok(!JSON.stringify(link).includes("s3cr3t"), line);
    assert.match(link.told, /^note: the text may hold credentials and is not in the link; what it asks is$/m, line);
    assert.deepEqual(played(link).map(([request]) => request), requests.map((of) => `a: ${of}`), line);
  }
  const impersonating = await unpacked(["curl -H 'Impersonate-User: bob' -b s3cr3t https://h/api/v1/pods", ...AS]);
  assert.deepEqual(JSON.parse(impersonating.ask).requests[0].impersonate, { user: "bob", groups: [] });
});

test("a text without any is in a link as it was pasted", async () => {
  const lines = ["kubectl get pods -n dev", "kubectl logs deploy/web -c app --tail=5 -n dev", 'pods is forbidden: User "a" cannot list resource "pods" in API group "" in the namespace "dev"'];
  for (const line of lines) assert.equal(JSON.parse((await unpacked([line, ...AS])).ask).requests[0].pasted, line);
});

test("what cannot be kept without its credential makes no link", async () => {
  const refused = async (document) => {
    writeFileSync(join(cwd, "request.yaml"), document);
    const told = await run(["link", "--request", "request.yaml"], { cwd, input: READERS });
    assert.deepEqual([told.code, told.stdout], [2, ""], document);
    assert.match(told.stderr, /^error: this request may hold credentials/, document);
  };
  await refused("as: {user: a}\nkubectl: get pods --token s3cr3t\n");
  await refused("{as: {user: a}, pasted: \"curl -H 'Authorization: Basic s3cr3t' https://h/api\"}\n");
  const claims = { upn: "a@b.example", oid: "aa000000-0000-4000-8000-000000000004", id_token: "eyJhbGciOiJub25lIn0.eyJ1cG4iOiJhIn0.c2ln" };
  writeFileSync(join(cwd, "claims.json"), JSON.stringify(claims));
  const told = await run(["link", "list", "pods", "--token", "claims.json"], { cwd, input: READERS });
  assert.deepEqual([told.code, told.stdout], [2, ""], told.stderr);
});
