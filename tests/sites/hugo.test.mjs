// Does the element work in a site that Hugo makes?

import { execFileSync } from "node:child_process";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { filled, HERE, isDenied, run, site, told, visit } from "./site.mjs";

const INSTALLED = execFileSync(join(HERE, "../python.sh"), ["sites"], { encoding: "utf8" }).trim();

const LAYOUT = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{{ .Title }}</title>
${told('<script type="module" src="{{')}</head>
<body>{{ .Content }}</body>
</html>
`;

const FILES = {
  "hugo.toml": `title = "Docs"\nbaseURL = "http://127.0.0.1/manual/"\n${told("markup.")}`,
  "layouts/home.html": LAYOUT,
  "content/_index.md": `# Access\n\n${filled(told("<div>"))}\nText after it.\n`,
};

test("a site of Hugo", async () => {
  const folder = site("hugo", FILES);
  cpSync(join(folder, "node_modules/aksess/web"), join(folder, "static/aksess/web"), { recursive: true });
  run(join(INSTALLED, "bin/hugo"), ["--minify", "--destination", "out/manual"], folder);
  await visit(join(folder, "out"), "/manual/", isDenied);
});
