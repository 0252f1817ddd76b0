// How do code scanners see results beside the lines they are about?
//
// SARIF 2.1.0. Columns count UTF-16 code units, as the engine's do.

import { version } from "./engine.mjs";

/** A log of one run. Each result has a rule, a level, a message and perhaps a place. */
export function sarif(rules, results) {
  const driver = { name: "aksess", version: version(), rules: rules.map(([id, text]) => ({ id, shortDescription: { text } })) };
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [{ tool: { driver }, columnKind: "utf16CodeUnits", results: results.map(result) }],
  };
}

function result({ rule, level, text, location }) {
  return { ruleId: rule, level, message: { text }, locations: location ? [place(location)] : [] };
}

function place({ source, line, column, endLine, endColumn }) {
  const uri = source.replaceAll("\\", "/").split("/").map(encodeURIComponent).join("/");
  const region = { startLine: line, startColumn: column, endLine, endColumn };
  return { physicalLocation: { artifactLocation: { uri }, region } };
}
