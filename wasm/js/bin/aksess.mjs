#!/usr/bin/env node
// Which command is asked for?
//
// Commands are modules with a `help` text and a `run(words)` that gives the exit code: 0 yes or
// passed, 1 no or failed. A wrong command line and a file that cannot be read are a `Mistake` and end with
// 2, and so does an answer that cannot be written. Everything happens on this machine; nothing is sent
// anywhere.

import { nearest } from "./nearest.mjs";
import { complain, Mistake, say, settled } from "./output.mjs";
import { reason } from "./unreadable.mjs";

/** Each command's module, read when it is asked for. */
const COMMANDS = ["can-i", "explain", "review", "who-can", "what-can", "matrix", "test", "diff", "findings", "preflight", "compile", "render", "link"];

const HELP = `aksess answers who can do what on an AKS or any other Kubernetes cluster, and exactly why. It reads
documents from files and sends nothing over the network.

usage: aksess COMMAND …

One caller:
  can-i     whether a user may do something: yes or no
  explain   the same answer with everything that grants it, or that comes near; also of a pasted line
            or a refusal
  review    all four gates, from a token to the sentence the caller reads; kubeconfigs and actions of
            Azure too

Everyone:
  who-can   everyone who may do something, each with what gives it
  what-can  everything a user may do
  matrix    a table of everyone and everything

Policies:
  test      run the scenarios in files and compare with what they expect
  diff      who gains or loses what between two policies
  findings  advice that is not followed, and traps
  preflight whether an identity holds what AKS needs of it
  compile   one file that hosts load without reading documents
  render    answers as HTML for pages without script
  link      an address that opens a question in the page

  aksess COMMAND --help   tells more, with examples
  aksess --version        tells the version

As \`kubectl aksess\` it is a plugin of kubectl.`;

async function main([command, ...words]) {
  switch (command) {
    case undefined:
      throw new Mistake("a command is missing", HELP);
    case "--version":
    case "-V":
    case "version": {
      const { version } = await import("./engine.mjs");
      say(`aksess ${version()}`);
      return 0;
    }
    case "--help":
    case "-h":
      say(HELP);
      return 0;
    case "help":
      say(words[0] === undefined ? HELP : (await find(words[0])).help);
      return 0;
  }
  const { help, run } = await find(command);
  const options = words.includes("--") ? words.slice(0, words.indexOf("--")) : words;
  if (options.includes("--help") || options.includes("-h")) {
    say(help);
    return 0;
  }
  return await run(words);
}

async function find(command) {
  if (COMMANDS.includes(command)) return await import(`./${command}.mjs`);
  const meant = nearest(command, COMMANDS);
  const hint = meant ? `did you mean ${meant}?` : `the commands are ${COMMANDS.join(", ")}`;
  throw new Mistake(`\`${command}\` is not a command; ${hint}`);
}

// an answer that is not written was not given; a reader that has seen enough (`| head`) is no failure
let unwritten = false;
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error) => {
    if (error.code === "EPIPE" || unwritten) return;
    unwritten = true;
    if (stream === process.stdout) complain(`error: the answer cannot be written: ${reason(error)}`);
  });
}
process.on("exit", () => {
  if (unwritten) process.exitCode = 2;
});

try {
  process.exitCode = await main(process.argv.slice(2));
  settled();
} catch (error) {
  // whatever it is, 1 would mean no
  complain(`error: ${error instanceof Mistake ? error.message : `this should not happen: ${error?.message ?? error}`}`);
  if (error?.below) process.stderr.write(`\n${error.below}\n`);
  process.exitCode = 2;
}
