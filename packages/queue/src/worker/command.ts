import { parseArgs } from "node:util";
import { ArgumentError } from "@wengert/array";
import type { WorkerOptions } from "./worker.ts";

/** What `wengert-worker --help` says. */
export const help = `wengert-worker: does tasks of a queue on this machine

  npx wengert-worker --redis redis://localhost:6379 --concurrency 4 --module ./objective.mjs

  --redis URL         redis://host:port, or rediss://user:password@host:port for TLS. Better in the variable
                      WENGERT_REDIS, because other users of a machine can read arguments
  --module MODULE     a file or a package whose functions it may run; may be repeated. It loads no others
  --concurrency N     how many tasks at once, each in a thread (default 1)
  --queue NAME        (default wengert)    --prefix NAME     (default bull)
  --time-limit S      the most seconds for a task (default: no limit)
  --max-bytes N       the most bytes of a task and of a result (default 67108864)
  --lock S            after so many seconds without a sign of life others take its tasks (default 10)
  --max-lost N        how often a task may lose its worker before it counts as the cause (default 10)

It ends on Ctrl-C or SIGTERM, after the tasks that run; at once on the second.
`;

/**
 * The options of a worker from arguments.
 *
 * @returns `undefined` where help is asked for
 * @throws {ArgumentError} for an unknown or missing argument. It does not repeat values, among which may be a password
 */
export function optionsOf(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): WorkerOptions | undefined {
  const text = { type: "string" } as const;
  const parsed = readArguments(args, {
    help: { type: "boolean", short: "h" },
    redis: text,
    module: { type: "string", multiple: true },
    concurrency: text,
    queue: text,
    prefix: text,
    "time-limit": text,
    "max-bytes": text,
    lock: text,
    "max-lost": text,
  });
  if (parsed["help"]) return undefined;
  const { module: modules, queue, prefix } = parsed as { module?: string[]; queue?: string; prefix?: string };
  const connection = (parsed["redis"] as string | undefined) ?? env["WENGERT_REDIS"];
  if (connection === undefined) throw refused("--redis, or the variable WENGERT_REDIS, must say where Redis is");
  if (modules === undefined) throw refused("--module must name at least one module");
  const number = (name: string, factor: number = 1): number | undefined => {
    const value = parsed[name];
    if (value === undefined) return undefined;
    if (typeof value !== "string" || !/^\d+(\.\d+)?$/.test(value)) throw refused(`--${name} must be a number`);
    return Math.round(Number(value) * factor);
  };
  return {
    connection,
    modules,
    queue,
    prefix,
    concurrency: number("concurrency"),
    timeLimit: number("time-limit", 1000),
    maxBytes: number("max-bytes"),
    lockDuration: number("lock", 1000),
    maxLost: number("max-lost"),
  };
}

type ArgumentKinds = NonNullable<NonNullable<Parameters<typeof parseArgs>[0]>["options"]>;

function readArguments(args: readonly string[], options: ArgumentKinds): Record<string, unknown> {
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    const { code = "" } = error as { code?: string };
    const named = /'(--?[\w-]{1,40})/.exec((error as Error).message)?.[1];
    if (code === "ERR_PARSE_ARGS_UNKNOWN_OPTION") throw refused(`there is no argument ${named}`);
    throw refused(named === undefined ? "an argument has no name before it" : `${named} needs a value`);
  }
}

function refused(what: string): ArgumentError {
  return new ArgumentError(`wengert-worker: ${what}. See wengert-worker --help.`, "wengert-worker");
}
