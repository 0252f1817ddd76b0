// `make gateway`: the example gateway.yaml in a real proxy, with test identities and a stub behind it, until
// it is interrupted. Prints lines to try.

import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { Envoy, folder, freePorts, gateway, remove, withPorts } from "./proxy.mjs";
import { APPDEV, OPSSRE, entra } from "./tokens.mjs";
import * as upstream from "./upstream.mjs";

const path = folder();
const stub = await upstream.start();
const [admin, port] = await freePorts(2);
const envoy = await Envoy.start(path, withPorts(gateway(), { 9901: admin, 8443: port, 6443: stub.port }), admin);

const authority = join(path, "credentials/ca.crt");
const users = { aksdev: entra("aksdev@contoso.com", [APPDEV]), akssre: entra("akssre@contoso.com", [OPSSRE]) };
const config = {
  apiVersion: "v1",
  kind: "Config",
  clusters: [{ name: "gateway", cluster: { server: `https://127.0.0.1:${port}`, "certificate-authority": authority } }],
  users: Object.entries(users).map(([name, token]) => ({ name, user: { token } })),
  contexts: Object.keys(users).map((user) => ({ name: user, context: { cluster: "gateway", user } })),
  "current-context": "aksdev",
};
const kubeconfig = join(path, "kubeconfig");
writeFileSync(kubeconfig, JSON.stringify(config));
writeFileSync(join(path, "aksdev.token"), users.aksdev);

console.log(`The gateway listens on https://127.0.0.1:${port}, its administration on http://127.0.0.1:${admin}.
The policy is that of wasm/proxy/examples/gateway.yaml: aksdev works in dev, akssre in sre.

With kubectl:
  export KUBECONFIG=${kubeconfig}
  kubectl get pods --namespace dev                    # allowed
  kubectl get pods --all-namespaces                   # forbidden, in the API server's words
  kubectl --context akssre run web --image=nginx --namespace sre
  kubectl auth can-i --list --namespace dev           # answered by the gateway

With curl:
  cd ${path}
  curl --cacert ${authority} -H "Authorization: Bearer $(cat aksdev.token)" https://127.0.0.1:${port}/api/v1/pods
  curl --cacert ${authority} --cert credentials/aksdev.crt --key credentials/aksdev.key https://127.0.0.1:${port}/api/v1/namespaces/dev/pods
  curl --cacert ${authority} https://127.0.0.1:${port}/version
  curl -s http://127.0.0.1:${admin}/stats/prometheus | grep ^aksess_decisions

Ctrl-C ends it.`);

let stopping = false;
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, async () => {
    if (stopping) return;
    stopping = true;
    await envoy.stop();
    await stub.stop();
    remove(path);
  });
}
