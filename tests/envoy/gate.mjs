// A gateway with a stub behind it, made of the shipped example and what a test changes of it.

import { ask, credentials } from "./client.mjs";
import { Envoy, folder, freePorts, gateway, remove, withPlugin, withPorts } from "./proxy.mjs";
import { AUDIENCES, ISSUERS, TENANT } from "./tokens.mjs";
import * as upstream from "./upstream.mjs";

/** A policy that lets everybody do everything, so that what the upstream sees tells who was believed. */
export const EVERYTHING = `
kind: ClusterRole
apiVersion: rbac.authorization.k8s.io/v1
metadata: {name: everything}
rules:
- {apiGroups: ["*"], resources: ["*"], verbs: ["*"]}
- {nonResourceURLs: ["*"], verbs: ["*"]}
---
kind: ClusterRoleBinding
apiVersion: rbac.authorization.k8s.io/v1
metadata: {name: everybody}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: everything}
subjects:
- {apiGroup: rbac.authorization.k8s.io, kind: Group, name: "system:authenticated"}
- {apiGroup: rbac.authorization.k8s.io, kind: Group, name: "system:unauthenticated"}
`;

/** A token source of the plugin's configuration. */
export const tokenSource = (issuer, claims, more = {}) => ({
  token: {
    payloadHeader: `x-aksess-${issuer}`,
    payloadMetadata: issuer,
    issuer: ISSUERS[issuer],
    audiences: [AUDIENCES[issuer]],
    claims,
    ...more,
  },
});
export const ENTRA = tokenSource("entra", { entra: { tenant: TENANT } });
export const CLUSTER = tokenSource("cluster", { serviceAccount: {} });
export const FRONT = { frontHeaders: { frontNames: ["front-proxy"] } };
export const CERTIFICATE = { certificate: {} };
export const ANONYMOUS = { anonymous: {} };
export const ALL = [ENTRA, CLUSTER, FRONT, CERTIFICATE, ANONYMOUS];

/** The plugin's configuration for the mode enforce. */
export const enforce = (policy, settings = {}) => ({
  policy: { documents: [{ name: "policy.yaml", text: policy }] },
  mode: { enforce: { service: "kubernetes", identity: ALL, upstream: "remoteHeaders", ...settings } },
});

/** A gateway that runs. */
export class Gate {
  /** Starts one; `change` turns the text of the proxy's configuration into another. */
  static async start(plugin, change = (text) => text) {
    const gate = new Gate();
    gate.folder = folder();
    gate.stub = await upstream.start();
    const [admin, port] = await freePorts(2);
    gate.port = port;
    const text = change(withPlugin(gateway(), plugin));
    const ports = { 9901: admin, 8443: port, 6443: gate.stub.port };
    gate.envoy = await Envoy.start(gate.folder, withPorts(text, ports), admin);
    return gate;
  }

  /** Asks as the holder of a client certificate, or nobody. */
  ask(request, certificate) {
    return ask(this.port, credentials(this.folder, certificate), request);
  }

  /** Who the upstream takes the caller for, or the status of the refusal. */
  async who({ path = "/api/v1/nodes", headers = [], certificate, token, ...request } = {}) {
    const own = token ? [["Authorization", `Bearer ${token}`]] : [];
    const found = await this.ask({ path, headers: [...own, ...headers], ...request }, certificate);
    if (found.status !== 200) return found.status;
    const { last } = this.stub;
    return { user: last("x-remote-user").join("|"), groups: last("x-remote-group") };
  }

  async stop() {
    await this.envoy.stop();
    await this.stub.stop();
    remove(this.folder);
  }
}
