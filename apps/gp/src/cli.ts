#!/usr/bin/env node
import { main } from "./main.ts";
import { reliable, tolerant } from "./terminal/streams.ts";
import { learnInThread } from "./terminal/thread.ts";

const interruption = new AbortController();
// Once: a second Ctrl-C, while the report and the figure are made, ends the program.
process.once("SIGINT", () => interruption.abort());
const streams = { stdout: reliable(process.stdout, "standard output"), stderr: tolerant(process.stderr) };
process.exitCode = await main(process.argv.slice(2), streams, interruption.signal, learnInThread);
