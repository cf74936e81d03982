import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Redis } from "ioredis";

/** A process that was started here, and its end. */
export interface Started {
  readonly end: () => Promise<void>;
}

function started(child: ChildProcess): Started {
  return {
    end: async () => {
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
    },
  };
}

/** A Redis of its own on a free port. */
export async function startRedis(): Promise<Started & { readonly url: string }> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  const folder = mkdtempSync(join(tmpdir(), "wengert-bench-"));
  const args = ["--port", `${port}`, "--bind", "127.0.0.1", "--dir", folder, "--save", "", "--appendonly", "yes"];
  const redis = started(spawn("redis-server", args, { stdio: "ignore" }));
  const url = `redis://127.0.0.1:${port}`;
  const client = new Redis(url, { maxRetriesPerRequest: null }).on("error", () => {});
  // A server that is still beginning refuses the first connections.
  await client.ping();
  client.disconnect();
  return {
    url,
    end: async () => {
      await redis.end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The tasks of the measurement, as a module. */
export const tasks: URL = new URL("./tasks.js", import.meta.url);

/** A process with `wengert-worker` for them. */
export function startWorker(redis: string, queue: string, concurrency: number): Started {
  const bin = join(dirname(fileURLToPath(import.meta.resolve("@wengert/queue"))), "bin.js");
  const args = [
    "--redis",
    redis,
    "--queue",
    queue,
    "--concurrency",
    `${concurrency}`,
    "--module",
    fileURLToPath(tasks),
  ];
  return started(spawn(process.execPath, [bin, ...args], { stdio: "ignore" }));
}

/** A process with a bare worker of BullMQ. */
export function startBare(redis: string, queue: string, concurrency: number): Started {
  const program = fileURLToPath(new URL("./bare.js", import.meta.url));
  return started(spawn(process.execPath, [program, redis, queue, `${concurrency}`], { stdio: "ignore" }));
}
