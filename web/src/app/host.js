// What the page asks of the browser. The program imports this module; see src/app/host.rs.

const beside = (file) => new URL(file, document.baseURI);

/** The list of examples, one file of the page. */
export async function examples() {
  const answer = await fetch(beside("examples.json"));
  if (!answer.ok) throw new Error(`examples.json: ${answer.status}`);
  return answer.json();
}
