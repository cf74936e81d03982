#!/usr/bin/env node
import { main } from "./main.ts";
import { reliable, tolerant } from "./streams.ts";

const interruption = new AbortController();
// Once: whoever presses Ctrl-C again wants no result.
process.once("SIGINT", () => interruption.abort());
const streams = { stdout: reliable(process.stdout, "standard output"), stderr: tolerant(process.stderr) };
process.exitCode = await main(process.argv.slice(2), streams, interruption.signal);
