#!/usr/bin/env node
// The command `wengert-worker`.
import { help, optionsOf } from "./worker/command.ts";
import { showStatus } from "./worker/status.ts";
import { startWorker } from "./worker/worker.ts";

try {
  const options = optionsOf(process.argv.slice(2), process.env);
  if (options === undefined) {
    process.stdout.write(help);
  } else {
    const worker = await startWorker({
      ...options,
      onLost: ({ message }) => process.stderr.write(`${message} Waiting for it.\n`),
    });
    process.stderr.write(`${worker.name} takes tasks of ${worker.modules}\n`);
    const end = showStatus(worker.name, worker.counts);
    let asked = false;
    const leave = (): void => {
      if (asked) process.exit(1);
      asked = true;
      void worker.close().then(() => {
        end();
        process.exit(0);
      });
    };
    process.on("SIGINT", leave).on("SIGTERM", leave);
  }
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exit(2);
}
