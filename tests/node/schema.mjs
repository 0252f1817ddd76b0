// Does a value fit the schema of the plugin's configuration?
//
// As much of JSON Schema as that schema uses, and no more: a keyword that is not known here fails.

import { readFileSync } from "node:fs";

export const readSchema = () =>
  JSON.parse(readFileSync(new URL("../../wasm/proxy/configuration.schema.json", import.meta.url), "utf8"));

const SILENT = ["$schema", "$id", "$defs", "title", "description", "default", "examples"];

/** What is wrong with a value, one text for each. */
export function violations(root, value, schema = root, at = "") {
  const wrong = [];
  for (const [keyword, of] of Object.entries(schema)) {
    const check = CHECKS[keyword];
    if (check) wrong.push(...check(of, value, schema, at, root));
    else if (!SILENT.includes(keyword)) throw new Error(`the keyword ${keyword} is not known here`);
  }
  return wrong;
}

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const TYPES = {
  object: isObject,
  array: Array.isArray,
  string: (value) => typeof value === "string",
  boolean: (value) => typeof value === "boolean",
};
const told = (fits, at, what) => (fits ? [] : [`${at || "/"}: ${what}`]);

const CHECKS = {
  $ref: (of, value, _schema, at, root) => violations(root, value, root.$defs[of.replace("#/$defs/", "")], at),
  type: (of, value, _schema, at) => told(TYPES[of](value), at, `is no ${of}`),
  enum: (of, value, _schema, at) => told(of.includes(value), at, `is not one of ${of}`),
  minLength: (of, value, _schema, at) => told(typeof value !== "string" || value.length >= of, at, "is too short"),
  minItems: (of, value, _schema, at) => told(!Array.isArray(value) || value.length >= of, at, "has too few items"),
  pattern: (of, value, _schema, at) => told(typeof value !== "string" || new RegExp(of).test(value), at, `is not ${of}`),
  required: (of, value, _schema, at) => of.flatMap((key) => told(!isObject(value) || key in value, at, `has no ${key}`)),
  minProperties: (of, value, _schema, at) => told(!isObject(value) || Object.keys(value).length >= of, at, "is empty"),
  maxProperties: (of, value, _schema, at) => told(!isObject(value) || Object.keys(value).length <= of, at, "says too much"),
  items: (of, value, _schema, at, root) =>
    Array.isArray(value) ? value.flatMap((item, index) => violations(root, item, of, `${at}/${index}`)) : [],
  properties: (of, value, _schema, at, root) =>
    Object.entries(of).flatMap(([key, schema]) =>
      isObject(value) && key in value ? violations(root, value[key], schema, `${at}/${key}`) : [],
    ),
  additionalProperties: (_of, value, schema, at) =>
    isObject(value) ? Object.keys(value).flatMap((key) => told(key in schema.properties, at, `${key} is unknown`)) : [],
};
