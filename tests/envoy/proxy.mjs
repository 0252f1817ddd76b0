// How is a proxy run for a test?
//
// It gets a folder with its configuration, the plugin and credentials, ports that are free, and is stopped by
// its process id. Readiness is asked for, never waited for by the clock alone.

import { execFileSync, spawn } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import http from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";

import { jwks } from "./tokens.mjs";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));
export const EXAMPLES = join(ROOT, "wasm/proxy/examples");
export const PLUGIN = join(ROOT, "target/plugin/aksess.wasm");
const HERE = fileURLToPath(new URL(".", import.meta.url));

if (!existsSync(PLUGIN)) {
  throw new Error("the plugin is missing; build it with `make plugin`");
}

const PYTHON = join(execFileSync(join(ROOT, "tests/python.sh"), { encoding: "utf8" }).trim(), "bin/python");
// The command that the package installs only starts this one, and would hide its process id.
const WHERE = "import envoy, pathlib; print(pathlib.Path(envoy.__file__).with_name('_bin') / 'envoy')";

/** The proxy's binary, installed where it is missing. */
export const BINARY = execFileSync(PYTHON, ["-c", WHERE], { encoding: "utf8" }).trim();

/** So many ports of this machine that nobody listens on. */
export async function freePorts(count) {
  const servers = Array.from({ length: count }, () => createServer());
  const ports = servers.map(
    (server) => new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server.address().port))),
  );
  const found = await Promise.all(ports);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return found;
}

/** A folder with the plugin and throw-away credentials, as the examples expect them. */
export function folder() {
  const path = mkdtempSync(join(tmpdir(), "aksess-gateway-"));
  mkdirSync(join(path, "credentials"));
  execFileSync(PYTHON, [join(HERE, "credentials.py"), join(path, "credentials")]);
  for (const issuer of ["entra", "cluster", "partner"]) {
    writeFileSync(join(path, `credentials/${issuer}.jwks`), jwks(issuer));
  }
  copyFileSync(PLUGIN, join(path, "aksess.wasm"));
  return path;
}

/** An example, or any configuration, with other ports. */
export function withPorts(text, ports) {
  return text.replace(/port_value: (\d+)/g, (all, port) => (port in ports ? `port_value: ${ports[port]}` : all));
}

/** A configuration of the proxy with another configuration of the plugin, an object or a text. */
export function withPlugin(text, configuration) {
  const lines = text.split("\n");
  const at = lines.findIndex((line) => /^ *configuration:$/.test(line));
  const indent = lines[at].search(/\S/);
  const rest = lines.slice(at + 1).findIndex((line) => line.search(/\S/) <= indent);
  const value = typeof configuration === "string" ? configuration : JSON.stringify(configuration);
  const any = { "@type": "type.googleapis.com/google.protobuf.StringValue", value };
  lines.splice(at, rest + 1, `${" ".repeat(indent)}configuration: ${JSON.stringify(any)}`);
  return lines.join("\n");
}

/** The example called gateway.yaml. */
export const gateway = () => readFileSync(join(EXAMPLES, "gateway.yaml"), "utf8");

/** Asks `probe` until it gives something, and no longer than a bounded while. */
export async function until(what, probe, tries = 600) {
  for (let left = tries; left > 0; left -= 1) {
    const found = await probe();
    if (found) return found;
    await pause(25);
  }
  throw new Error(`${what} did not come to be`);
}

/** What an address answers; `undefined` where nobody listens. */
export function get(port, path, method = "GET") {
  return new Promise((resolve) => {
    const request = http.request({ port, path, method, host: "127.0.0.1", agent: false }, async (response) => {
      let body = "";
      for await (const part of response.setEncoding("utf8")) body += part;
      resolve({ status: response.statusCode, body });
    });
    request.on("error", () => resolve(undefined));
    request.end();
  });
}

/** Checks a configuration as `envoy --mode validate` does; gives its exit code and what it told. */
export function validate(path, text) {
  const file = join(path, "validated.yaml");
  writeFileSync(file, text);
  return new Promise((resolve) => {
    const child = spawn(BINARY, ["--mode", "validate", "-c", file, "--log-level", "error"], { cwd: path });
    let told = "";
    child.stderr.setEncoding("utf8").on("data", (part) => (told += part));
    child.on("close", (code) => resolve({ code, told }));
  });
}

/** A proxy that runs. */
export class Envoy {
  #child;
  #ended;
  /** Everything it wrote. */
  output = "";

  /** Starts it in a folder; `admin` is the port of its administration. */
  static async start(path, text, admin, { workers = 2, args = [] } = {}) {
    const envoy = new Envoy();
    const file = join(path, "envoy.yaml");
    writeFileSync(file, text);
    const all = ["-c", file, "--disable-hot-restart", "--concurrency", `${workers}`, "--log-level", "warning"];
    all.push("--component-log-level", "wasm:info", "--file-flush-interval-msec", "50", ...args);
    envoy.#child = spawn(BINARY, all, { cwd: path });
    envoy.admin = admin;
    for (const stream of [envoy.#child.stdout, envoy.#child.stderr]) {
      stream.setEncoding("utf8").on("data", (part) => (envoy.output += part));
    }
    envoy.#ended = new Promise((resolve) => envoy.#child.on("close", resolve));
    let ended = false;
    envoy.#ended.then(() => (ended = true));
    await until("the proxy", async () => {
      if (ended) throw new Error(`the proxy ended: ${envoy.output.slice(-3000)}`);
      return (await get(admin, "/ready"))?.body.startsWith("LIVE");
    });
    return envoy;
  }

  get pid() {
    return this.#child.pid;
  }

  /** The value of a counter or gauge, 0 where there is none. */
  async stat(name) {
    const { body } = await get(this.admin, `/stats?filter=${encodeURIComponent(name)}`);
    const line = body.split("\n").find((of) => of.startsWith(`${name}: `));
    return line ? Number(line.slice(name.length + 2)) : 0;
  }

  /** Kilobytes of memory it has now. */
  memory() {
    return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${this.pid}/status`, "utf8"))[1]);
  }

  /** The first line it wrote, or will write, with this text in it. */
  line(text) {
    const found = () => this.output.split("\n").find((line) => line.includes(text));
    return until(`a line with ${text}`, found, 200);
  }

  async stop() {
    this.#child.kill("SIGTERM");
    const late = setTimeout(() => this.#child.kill("SIGKILL"), 5000);
    await this.#ended;
    clearTimeout(late);
  }
}

/** Removes what a test left. */
export const remove = (path) => rmSync(path, { recursive: true, force: true });
