// Are large texts read by a worker, and can that be stopped?

import assert from "node:assert/strict";
import { line, paste, text, verdict } from "./page.mjs";
import { onPage } from "./site.mjs";

/** Bindings of so many users, with the one that is asked about at the end. */
const dump = (count, last) => [...Array.from({ length: count }, (_, at) => binding(`user-${at}`)), binding(last)].join("---\n");
const binding = (user) => `kind: ClusterRoleBinding
apiVersion: rbac.authorization.k8s.io/v1
metadata: {name: "binding-${user}"}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: reader}
subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: "${user}"}]
`;
const ROLE = "kind: ClusterRole\napiVersion: rbac.authorization.k8s.io/v1\nmetadata: {name: reader}\nrules: [{apiGroups: [''], resources: [pods], verbs: [get]}]\n---\n";

/** What the server says to a user who may not get pods. */
const refused = (user) => `pods is forbidden: User "${user}" cannot get resource "pods" in API group "" at the cluster scope`;

/** Opens a file of that text. */
async function drop(page, text) {
  await page.locator("#files").setInputFiles({ name: "dump.yaml", mimeType: "text/yaml", buffer: Buffer.from(text) });
  await page.locator(".file b", { hasText: "dump.yaml" }).waitFor();
}
onPage("a large text is read by a worker, and an edit of it, too", async (page) => {
  const started = page.waitForEvent("worker");
  await drop(page, ROLE + dump(400, "zoe"));
  assert.match((await started).url(), /reader\.js$/);
  await page.locator("#answer:not(.behind)").waitFor();
  await line(page, refused("zoe"));
  await page.locator("#answer.ok:not(.behind)").waitFor();
  // the last binding names somebody else now
  await page.evaluate(() => {
    const { editor } = document.querySelector(".rich");
    const at = editor.state.doc.toString().lastIndexOf("zoe");
    editor.dispatch({ changes: { from: at, to: at + 3, insert: "eve" } });
  });
  await page.locator("#answer.no:not(.behind)").waitFor();
  assert.match((await verdict(page)).message, /User "zoe" cannot get resource "pods"/);
});

onPage("a small text is read without one", async (page) => {
  const workers = [];
  page.on("worker", (worker) => workers.push(worker.url()));
  await paste(page, ROLE + binding("zoe"));
  await line(page, refused("zoe"));
  await page.locator("#answer.ok:not(.behind)").waitFor();
  assert.deepEqual(workers, []);
});

onPage("what takes long can be stopped and taken up again", async (page) => {
  // the worker waits for its program, so that there is time to stop it
  let isHeld = true;
  await page.context().route(/reader\.js$/, (route) => isHeld ? undefined : route.continue());
  const before = await verdict(page);
  await drop(page, ROLE + dump(400, "zoe"));
  await page.locator("#stop").click();
  await page.locator("#resume").waitFor();
  assert.deepEqual(await verdict(page), before, "the answer is about the texts as they were");
  assert.equal(await page.locator("#answer.behind").count(), 1, "and says so");
  assert.match(await text(page), /zoe/);
  isHeld = false;
  await page.locator("#resume").click();
  await page.locator("#answer:not(.behind)").waitFor();
  assert.equal(await page.locator("#resume, #stop").count(), 0);
  await line(page, refused("zoe"));
  await page.locator("#answer.ok:not(.behind)").waitFor();
});

onPage("where no worker can be started the text is read all the same", async (page) => {
  await page.evaluate(() => {
    globalThis.Worker = class {
      constructor() {
        throw new Error("no workers here");
      }
    };
  });
  await drop(page, ROLE + dump(400, "zoe"));
  await page.locator("#answer:not(.behind)").waitFor();
  await line(page, refused("zoe"));
  await page.locator("#answer.ok:not(.behind)").waitFor();
});

onPage("the last of several changes counts", async (page) => {
  await drop(page, ROLE + dump(400, "zoe"));
  await page.locator("#answer:not(.behind)").waitFor();
  await line(page, refused("last"));
  await page.locator("#answer.no:not(.behind)").waitFor();
  // keys faster than any reading
  await page.evaluate(() => {
    const { editor } = document.querySelector(".rich");
    for (const name of ["first", "other", "last"]) {
      const at = editor.state.doc.toString().lastIndexOf('name: "') + 7;
      editor.dispatch({ changes: { from: at, to: editor.state.doc.toString().indexOf('"', at), insert: name } });
    }
  });
  await page.locator("#answer.ok:not(.behind)").waitFor();
});
