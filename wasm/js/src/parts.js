// How does a plain object reach the engine without a detour?
//
// A question of plain strings is handed over as one text and the lengths of its parts, because one string
// crosses more cheaply than ten. This and the files after it are put behind the JavaScript that
// wasm-bindgen makes. No rule of authorization is here.

const DECISIONS = ["Allow", "Deny", "NoOpinion"];
/** Numbers as decisions. A loop, because an iterator would take as long as deciding does. */
const named = (numbers) => {
  const decisions = new Array(numbers.length);
  for (let at = 0; at < numbers.length; at += 1) decisions[at] = DECISIONS[numbers[at]];
  return decisions;
};

const SPEC = new Set(["user", "groups", "resourceAttributes", "nonResourceAttributes"]);
const RESOURCE = ["verb", "group", "resource", "subresource", "namespace", "name"];
const PATH = ["verb", "path"];
const KNOWN = { resource: new Set([...RESOURCE, "version"]), path: new Set(PATH) };

let text = "";
let lengths = [];
let isPath = false;
/** While one question is read, its getters may ask another. */
let isReading = false;

/** Takes a string, nothing as an empty one; false for anything else. */
const add = (part) => {
  if (part === undefined || part === null) part = "";
  if (typeof part !== "string") return false;
  text += part;
  lengths.push(part.length);
  return true;
};

const isPlain = (value, known) => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  for (const key in value) if (!known.has(key)) return false;
  return true;
};

const read = (spec) => {
  if (!isPlain(spec, SPEC)) return false;
  const { user, groups, resourceAttributes, nonResourceAttributes } = spec;
  isPath = resourceAttributes === undefined || resourceAttributes === null;
  const asked = isPath ? nonResourceAttributes : resourceAttributes;
  if (!isPath && nonResourceAttributes !== undefined) return false;
  if (!isPlain(asked, isPath ? KNOWN.path : KNOWN.resource)) return false;
  if (asked.version !== undefined && typeof asked.version !== "string") return false;
  text = "";
  lengths = [];
  if (!user || !add(user)) return false;
  for (const key of isPath ? PATH : RESOURCE) if (!add(asked[key])) return false;
  if (groups === undefined || groups === null) return true;
  return Array.isArray(groups) && groups.every((group) => typeof group === "string" && add(group));
};

/** Collects the parts of a question; false where the long way has to look at it. */
const collect = (spec) => {
  if (isReading) return false;
  isReading = true;
  try {
    return read(spec);
  } catch {
    return false;
  } finally {
    isReading = false;
  }
};
