// A gateway with a stub behind it, made of the shipped example and what a test changes of it.

import { ask, credentials } from "./client.mjs";
import { Envoy, folder, freePorts, gateway, remove, withPlugin, withPorts } from "./proxy.mjs";
import * as upstream from "./upstream.mjs";

export * from "./configurations.mjs";

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
