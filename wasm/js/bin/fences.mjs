// Which documents are in a page of Markdown?
//
// Blocks of code that are called `aksess`. Each stands alone, and `aksess more` adds to the one before it, so
// that a page can show documents in parts. A source has the page's name and as many lines before it as the
// page has, so that a place in it is a place in the page.

/** The sources of a page. */
export function fences({ name, text }) {
  const sources = [];
  let open;
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    if (open === undefined) {
      const [, indent, fence, info] = /^( {0,3})(`{3,}|~{3,})\s*(.*?)\s*$/.exec(line) ?? [];
      if (fence !== undefined) open = { indent, fence, info, first: at + 1, lines: [] };
    } else if (line.trim().startsWith(open.fence) && /^(`+|~+)$/.test(line.trim())) {
      add(sources, open, name);
      open = undefined;
    } else {
      open.lines.push(line.startsWith(open.indent) ? line.slice(open.indent.length) : line);
    }
  }
  if (open) add(sources, open, name);
  return sources;
}

function add(sources, { info, first, lines }, name) {
  const [language, word] = info.split(/[\s{,]+/);
  if (language !== "aksess") return;
  const last = sources.at(-1);
  if (word !== "more" || !last) {
    sources.push({ name, text: "\n".repeat(first) + lines.join("\n") });
    return;
  }
  const gap = first - last.text.split("\n").length;
  // the line that parts documents takes one of those between them
  last.text += `${"\n".repeat(Math.max(1, gap))}---\n${lines.join("\n")}`;
}
