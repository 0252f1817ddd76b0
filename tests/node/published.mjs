// What does the published schema of a kind say of a document?
//
// Packages hold these schemas compiled to functions, which pass over a field they do not know, and a cluster
// drops it in silence. Here it is wrong: the function is handed a document that notes what is read of it, and a
// field that was not read is unknown. An object of which nothing was read may hold anything: it is open.
//
// The packages ask for Node 22; what is used of them runs in Node 20 too.

import { EnvoyExtensionPolicy } from "@kubernetes-models/envoy-gateway/gateway.envoyproxy.io/v1alpha1/EnvoyExtensionPolicy";
import { WasmPlugin } from "@kubernetes-models/istio/extensions.istio.io/v1alpha1/WasmPlugin";

/**
 * The kinds whose schema is at hand, the package it comes in, and of which version it is. For Envoy Gateway the
 * package does not say that; the list of its changes does.
 */
export const PUBLISHED = [
  { model: WasmPlugin, name: "@kubernetes-models/istio", from: "Istio 1.29.2" },
  { model: EnvoyExtensionPolicy, name: "@kubernetes-models/envoy-gateway", from: "Envoy Gateway 1.7.3" },
];

/** What is wrong with a document, one text for each, and its open places with what stands there. */
export function judge(document) {
  const found = PUBLISHED.find(({ model }) => model.is(document));
  if (!found) throw new Error(`no schema of ${document.apiVersion} ${document.kind} is at hand`);
  const places = new Map();
  const wrong = errors(found.model, noting(document, "", places));
  const open = {};
  for (const [at, { value, read }] of places) {
    const unread = Object.keys(value).filter((key) => !read.has(key));
    if (read.size > 0) wrong.push(...unread.map((key) => `${at}/${key}: is unknown`));
    else if (unread.length > 0) open[at] = value;
  }
  return { wrong, open };
}

function errors(model, document) {
  try {
    model.prototype.validate.call(document);
    return [];
  } catch (error) {
    if (!error.errors) throw error;
    return error.errors.map(({ instancePath, message }) => `${instancePath || "/"}: ${message}`);
  }
}

function noting(value, at, places) {
  if (typeof value !== "object" || value === null) return value;
  if (!places.has(at)) places.set(at, { value, read: new Set() });
  const { read } = places.get(at);
  return new Proxy(value, {
    get(of, key) {
      read.add(key);
      return noting(of[key], `${at}/${String(key)}`, places);
    },
  });
}
