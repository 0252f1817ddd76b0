// How does a client ask the gateway?
//
// Over TLS with or without a client certificate, by HTTP/1.1 where headers must go out as they are written, by
// HTTP/2 where many requests share a connection.

import { readFileSync } from "node:fs";
import http2 from "node:http2";
import { join } from "node:path";
import tls from "node:tls";

/** Options of TLS for a client of this name, or nobody. */
export function credentials(folder, name) {
  const file = (of) => readFileSync(join(folder, "credentials", of));
  const own = name ? { cert: file(`${name}.crt`), key: file(`${name}.key`) } : {};
  return { ca: file("ca.crt"), servername: "localhost", ...own };
}

/** Sends one request over a connection of its own; headers are pairs and go out as they are. */
export function ask(port, options, { method = "GET", path = "/", headers = [], body = "", enough } = {}) {
  return new Promise((resolve, reject) => {
    const socket = tls.connect({ port, host: "127.0.0.1", ALPNProtocols: ["http/1.1"], ...options });
    const lines = [["Host", "localhost"], ["Connection", "close"], ...headers];
    if (body) lines.push(["Content-Type", "application/json"], ["Content-Length", Buffer.byteLength(body)]);
    let text = "";
    socket.setEncoding("utf8");
    socket.on("data", (part) => {
      text += part;
      if (isWhole(text, method) || enough?.(text)) socket.destroy();
    });
    socket.on("error", reject);
    socket.on("close", () => resolve(response(text)));
    socket.setTimeout(10_000, () => socket.destroy(new Error("no answer")));
    const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join("");
    socket.write(`${method} ${path} HTTP/1.1\r\n${head}\r\n${body}`);
  });
}

/** Whether an answer is there to its end: the proxy closes a connection only a second later. */
function isWhole(text, method) {
  const [head, ...rest] = text.split("\r\n\r\n");
  if (rest.length === 0) return false;
  if (method === "HEAD" || / (204|304) /.test(head.split("\r\n")[0])) return true;
  const body = rest.join("\r\n\r\n");
  const length = /content-length: (\d+)/i.exec(head);
  if (length) return Buffer.byteLength(body) >= Number(length[1]);
  return /transfer-encoding: chunked/i.test(head) && /(^|\r\n)0\r\n\r\n$/.test(body);
}

function response(text) {
  const [head, ...rest] = text.split("\r\n\r\n");
  const [line, ...fields] = head.split("\r\n");
  const headers = Object.fromEntries(fields.map((of) => [of.split(": ")[0].toLowerCase(), of.split(": ").slice(1).join(": ")]));
  let body = rest.join("\r\n\r\n");
  if (headers["transfer-encoding"] === "chunked") body = unchunked(body);
  return { status: Number(line.split(" ")[1]), headers, body };
}

function unchunked(text) {
  let body = "";
  for (let rest = text; ; ) {
    const at = rest.indexOf("\r\n");
    const size = Number.parseInt(rest.slice(0, at), 16);
    if (at < 0 || !size) return body;
    body += rest.slice(at + 2, at + 2 + size);
    rest = rest.slice(at + 4 + size);
  }
}

/** Opens an upgrade; gives its status and what comes back of what is written. */
export function upgrade(port, options, { method = "GET", path, headers = [], protocol, write = "" }) {
  return new Promise((resolve, reject) => {
    const socket = tls.connect({ port, host: "127.0.0.1", ALPNProtocols: ["http/1.1"], ...options });
    const lines = [["Host", "localhost"], ["Connection", "Upgrade"], ["Upgrade", protocol], ...headers];
    let text = "";
    const done = () => {
      socket.destroy();
      resolve(response(text));
    };
    socket.setEncoding("utf8").on("data", (part) => {
      text += part;
      const [head, ...rest] = text.split("\r\n\r\n");
      if (rest.length === 0) return;
      if (!head.startsWith("HTTP/1.1 101") || rest.join("").includes(write)) done();
    });
    socket.on("error", reject);
    socket.on("close", done);
    socket.setTimeout(10_000, () => socket.destroy(new Error("no answer")));
    const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join("");
    socket.write(`${method} ${path} HTTP/1.1\r\n${head}\r\n${write}`);
  });
}

/** A connection by HTTP/2 for many requests. */
export class Session {
  #session;

  constructor(port, options) {
    this.#session = http2.connect(`https://127.0.0.1:${port}`, options);
    this.#session.on("error", () => {});
  }

  /** Sends a request; headers are an object, several values a list. */
  ask(method, path, headers = {}, body = undefined, { early = false } = {}) {
    return new Promise((resolve, reject) => {
      const stream = this.#session.request(
        { ":method": method, ":path": path, ...headers },
        { endStream: body === undefined },
      );
      let status = 0;
      let got = {};
      let text = "";
      stream.on("response", (fields) => {
        status = fields[":status"];
        got = fields;
        // What the upstream serves may go on for ever; that it is served is all that is asked.
        if (early && status === 200) {
          stream.close();
          resolve({ status, headers: got, body: "" });
        }
      });
      stream.setEncoding("utf8").on("data", (part) => (text += part));
      const done = () => (status ? resolve({ status, headers: got, body: text }) : reject(new Error("no answer")));
      stream.on("error", done);
      stream.on("close", done);
      stream.on("end", done);
      if (body !== undefined) stream.end(body);
    });
  }

  close() {
    this.#session.close();
    this.#session.destroy();
  }
}

/** Runs work on items, some at a time, and gives the results in their order. */
export async function each(items, work, width = 32) {
  const results = new Array(items.length);
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const at = next;
      next += 1;
      results[at] = await work(items[at], at);
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
  return results;
}
