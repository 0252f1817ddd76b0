#!/usr/bin/env node
// Which command is asked for?
//
// Commands are modules with a `help` text and a `run(words)` that gives the exit code: 0 yes or
// passed, 1 no or failed. Whatever is wrong with the command line or with a file is a `Mistake`
// and ends with 2. Everything happens on this machine; nothing is sent anywhere.

import * as canI from "./can-i.mjs";
import { version } from "./engine.mjs";
import * as explain from "./explain.mjs";
import { nearest } from "./nearest.mjs";
import { complain, Mistake, say } from "./output.mjs";
import * as test from "./test.mjs";
import * as whatCan from "./what-can.mjs";
import * as whoCan from "./who-can.mjs";

const COMMANDS = { "can-i": canI, explain, "who-can": whoCan, "what-can": whatCan, test };

const HELP = `aksess answers who can do what on a Kubernetes cluster, and exactly why.
It reads roles and bindings from files and sends nothing over the network.

usage: aksess COMMAND …

  can-i    whether a user may do something: yes or no
  explain  the same answer with every binding that grants it, or that comes near; also of a pasted
           line of kubectl or a Forbidden message
  who-can  everyone who may do something, each with the binding that gives it
  what-can everything a user may do
  test     run the scenarios in files and compare with what they expect

  aksess COMMAND --help   tells more
  aksess --version        tells the version`;

async function main([command, ...words]) {
  switch (command) {
    case undefined:
      throw new Mistake(`a command is missing\n\n${HELP}`);
    case "--version":
    case "-V":
    case "version":
      say(`aksess ${version()}`);
      return 0;
    case "--help":
    case "-h":
      say(HELP);
      return 0;
    case "help":
      say(words[0] === undefined ? HELP : find(words[0]).help);
      return 0;
  }
  const { help, run } = find(command);
  const options = words.includes("--") ? words.slice(0, words.indexOf("--")) : words;
  if (options.includes("--help") || options.includes("-h")) {
    say(help);
    return 0;
  }
  return await run(words);
}

function find(command) {
  if (Object.hasOwn(COMMANDS, command)) return COMMANDS[command];
  const names = Object.keys(COMMANDS);
  const meant = nearest(command, names);
  const hint = meant ? `did you mean ${meant}?` : `the commands are ${names.join(", ")}`;
  throw new Mistake(`\`${command}\` is not a command; ${hint}`);
}

// a reader that has seen enough (`| head`) is no failure
process.stdout.on("error", (error) => {
  if (error.code !== "EPIPE") throw error;
});

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Mistake)) throw error;
  complain(`error: ${error.message}`);
  process.exitCode = 2;
}
