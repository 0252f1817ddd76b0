// What the page asks of the browser. The program imports this module; see host.rs.

const beside = (file) => new URL(file, document.baseURI).href;

/** The list of examples, one file of the page. */
export async function examples() {
  const answer = await fetch(beside("examples.json"));
  if (!answer.ok) throw new Error(`examples.json: ${answer.status}`);
  return answer.json();
}

/** The editor, opened in an element as soon as its files are here. */
export async function editor(parent, host, label, hint) {
  const { open } = await import(beside("editor/editor.js"));
  if (!parent.isConnected) throw new Error("the place of the editor is gone");
  const opened = open(parent, host, label, hint);
  parent.editor = opened.view;
  return opened;
}
