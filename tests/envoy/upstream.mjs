// What stands behind the gateway in tests?
//
// A stub that serves the discovery kubectl needs, keeps pods by namespace, streams watches, takes upgrades,
// and notes every request as it came.

import http from "node:http";

const resource = (name, kind, namespaced, verbs = ["create", "delete", "get", "list", "patch", "update", "watch"]) => ({
  name,
  singularName: kind.toLowerCase(),
  namespaced,
  kind,
  verbs,
});
const RESOURCES = {
  "/api/v1": [
    resource("pods", "Pod", true),
    resource("secrets", "Secret", true),
    resource("namespaces", "Namespace", false),
    resource("nodes", "Node", false),
  ],
  "/apis/apps/v1": [resource("deployments", "Deployment", true)],
  "/apis/authorization.k8s.io/v1": [
    resource("selfsubjectaccessreviews", "SelfSubjectAccessReview", false, ["create"]),
    resource("selfsubjectrulesreviews", "SelfSubjectRulesReview", false, ["create"]),
  ],
};

const group = (name) => ({
  name,
  versions: [{ groupVersion: `${name}/v1`, version: "v1" }],
  preferredVersion: { groupVersion: `${name}/v1`, version: "v1" },
});

/** The document of a path of discovery. */
function discovery(path) {
  if (path === "/api") return { kind: "APIVersions", versions: ["v1"] };
  if (path === "/apis") {
    return { kind: "APIGroupList", apiVersion: "v1", groups: [group("apps"), group("authorization.k8s.io")] };
  }
  if (path === "/version") return { major: "1", minor: "36", gitVersion: "v1.36.2", platform: "linux/amd64" };
  if (path in RESOURCES) {
    const groupVersion = path.replace(/^\/apis?\//, "");
    return { kind: "APIResourceList", apiVersion: "v1", groupVersion, resources: RESOURCES[path] };
  }
  return undefined;
}

const table = (pods) => ({
  kind: "Table",
  apiVersion: "meta.k8s.io/v1",
  metadata: { resourceVersion: "1" },
  columnDefinitions: ["Name", "Ready", "Status"].map((name) => ({ name, type: "string", format: "", priority: 0 })),
  rows: pods.map((pod) => ({ cells: [pod.metadata.name, "1/1", "Running"], object: pod })),
});

/** Starts the stub; `requests` fills with what comes. */
export async function start(port = 0) {
  const pods = [];
  const requests = [];
  const answer = async (request, response) => {
    const url = new URL(request.url, "http://stub");
    let body = "";
    for await (const part of request.setEncoding("utf8")) body += part;
    requests.push({ method: request.method, url: request.url, headers: request.rawHeaders });
    const send = (status, value) => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify(value));
    };
    const found = discovery(url.pathname);
    if (found) return send(200, found);
    const match = /^\/api\/v1(?:\/namespaces\/([^/]+))?\/pods(?:\/([^/]+))?$/.exec(url.pathname);
    if (!match) return send(200, { kind: "Status", apiVersion: "v1", metadata: {}, status: "Success" });
    const [, namespace, name] = match;
    const here = pods.filter((pod) => !namespace || pod.metadata.namespace === namespace);
    if (request.method === "POST") {
      const pod = JSON.parse(body);
      pod.metadata = { ...pod.metadata, namespace, uid: `u-${pods.length}`, creationTimestamp: "2026-01-01T00:00:00Z" };
      pods.push(pod);
      return send(201, pod);
    }
    if (url.searchParams.has("watch")) {
      response.writeHead(200, { "content-type": "application/json" });
      response.flushHeaders();
      for (const pod of here) response.write(`${JSON.stringify({ type: "ADDED", object: pod })}\n`);
      return undefined; // the stream stays open
    }
    if (name) return send(200, here.find((pod) => pod.metadata.name === name) ?? { kind: "Pod", metadata: { name } });
    const wantsTable = request.headers.accept?.includes("as=Table");
    return send(200, wantsTable ? table(here) : { kind: "PodList", apiVersion: "v1", metadata: {}, items: here });
  };
  const server = http.createServer(answer);
  server.on("upgrade", (request, socket) => {
    requests.push({ method: request.method, url: request.url, headers: request.rawHeaders });
    socket.write(`HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: ${request.headers.upgrade}\r\n\r\n`);
    socket.on("error", () => {});
    socket.pipe(socket);
  });
  await new Promise((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    port: server.address().port,
    requests,
    /** The values of a header in the last request. */
    last: (name) => {
      const { headers } = requests.at(-1);
      return headers.filter((_, at) => at % 2 === 1 && headers[at - 1].toLowerCase() === name);
    },
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
