// How does CI see what passed and what failed?
//
// JUnit's XML, which every CI reads. Names come from documents, so every one is escaped, and characters that
// XML cannot hold are shown.

/** A report of test cases; one with failures failed. */
export function junit(suite, cases) {
  const failed = cases.filter(({ failures }) => failures.length > 0).length;
  const counts = `tests="${cases.length}" failures="${failed}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${counts}>`,
    `  <testsuite name="${escaped(suite)}" ${counts}>`,
    ...cases.map(testcase),
    "  </testsuite>",
    "</testsuites>",
  ].join("\n");
}

function testcase({ classname, name, location, failures, details = "" }) {
  const place = location ? ` file="${escaped(location.source)}" line="${location.line}"` : "";
  const open = `    <testcase classname="${escaped(classname)}" name="${escaped(name)}"${place}`;
  if (failures.length === 0) return `${open}/>`;
  const text = [...failures, details].filter(Boolean).join("\n");
  return `${open}>\n      <failure message="${escaped(failures[0])}">${escaped(text, false)}</failure>\n    </testcase>`;
}

function escaped(text, isAttribute = true) {
  const shown = text.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd");
  const characters = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;" };
  return shown.replace(isAttribute ? /[&<>"\n\r\t]/g : /[&<>]/g, (of) => characters[of]);
}
