import { Redis } from "ioredis";
import { QueueConnectionError } from "../errors.ts";

/** A connection, and how it is called in messages. */
export interface Connection {
  readonly redis: Redis;
  /** The address without user and password. */
  readonly shown: string;
  /** Another connection to the same place. It blocks, or listens. */
  readonly another: () => Redis;
  /** Ends what was made here. Nothing connects again, not even what was about to connect for the first time. */
  readonly end: () => void;
}

/**
 * Connects to Redis by a URL, `redis://user:password@host:port/db`, with TLS as `rediss://`; or takes a client that is there.
 *
 * @throws {QueueConnectionError} for what is no such URL; the message does not repeat it
 */
export function connect(to: string | Redis, op: string): Connection {
  let ended = false;
  const made: Redis[] = [];
  const options = {
    maxRetriesPerRequest: null,
    retryStrategy: (times: number) => (ended ? null : Math.min(50 * 2 ** times, 1000)),
  };
  const make = (redis: Redis): Redis => {
    made.push(redis);
    return quiet(redis);
  };
  const connection = (redis: Redis, shown: string): Connection => ({
    redis,
    shown,
    another: () => make(redis.duplicate(options)),
    end: () => {
      ended = true;
      for (const redis of made) redis.disconnect();
    },
  });
  if (typeof to !== "string") {
    if (typeof to?.duplicate !== "function") throw refused(op);
    const { host = "localhost", port = 6379 } = to.options;
    return connection(quiet(to), `redis://${host}:${port}`);
  }
  const url = URL.canParse(to) ? new URL(to) : undefined;
  if (url === undefined || !/^rediss?:$/.test(url.protocol) || url.hostname === "") throw refused(op);
  return connection(make(new Redis(to, options)), `${url.protocol}//${url.host}`);
}

/** Without a listener an error of a connection would end the program. The client connects again by itself. */
function quiet(redis: Redis): Redis {
  redis.on("error", () => {});
  return redis;
}

function refused(op: string): QueueConnectionError {
  const message =
    "a connection is a URL, redis://host:port or rediss://user:password@host:port for TLS, or a client of ioredis";
  return new QueueConnectionError(`${op}: ${message}.`, op);
}

/**
 * Calls back when a connection has not been ready for a time.
 *
 * @returns a function that ends the watch
 */
export function watchConnection(
  { redis, shown }: Connection,
  patience: number,
  op: string,
  onLost: (error: QueueConnectionError) => void,
): () => void {
  let cause = "";
  let clock: ReturnType<typeof setTimeout> | undefined;
  const lost = (): void => {
    clock = undefined;
    const message = `${op}: no connection to ${shown} for ${patience / 1000} s${cause}. Is Redis running there, and the address right?`;
    onLost(new QueueConnectionError(message, op));
    begin();
  };
  const begin = (): void => {
    clock ??= setTimeout(lost, patience);
  };
  const end = (): void => {
    clearTimeout(clock);
    clock = undefined;
  };
  // The code of an error alone: messages of others may hold anything.
  const note = (error: { readonly code?: unknown; readonly message?: string }): void => {
    const refusal = /^(WRONGPASS|NOAUTH|ERR AUTH|NOPERM)/.exec(error.message ?? "");
    const what = refusal?.[1] ?? (typeof error.code === "string" ? error.code : undefined);
    if (what !== undefined) cause = ` (${what})`;
  };
  if (redis.status !== "ready") begin();
  redis.on("ready", end).on("close", begin).on("error", note);
  return () => {
    end();
    redis.off("ready", end).off("close", begin).off("error", note);
  };
}
