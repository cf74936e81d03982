import type { Redis } from "ioredis";
import { endChannel, type Place } from "../options.ts";

/** A task that runs here, and how to end it. */
export interface Running {
  /** The task is to end soon, with what it has. */
  readonly stop: AbortController;
  /** The task is given up. */
  readonly end: AbortController;
}

/**
 * Listens to coordinators that want tasks to end. Who misses a message does a task in vain, and no harm.
 *
 * @param running - the tasks that run here, by the ids of their jobs
 */
export async function listenToEnds(redis: Redis, place: Place, running: ReadonlyMap<string, Running>): Promise<void> {
  redis.on("message", (_channel, message) => {
    const { id, what } = parsed(message);
    const task = typeof id === "string" ? running.get(id) : undefined;
    if (what === "stop") task?.stop.abort();
    if (what === "end") task?.end.abort();
  });
  await redis.subscribe(endChannel(place));
}

function parsed(message: string): { readonly id?: unknown; readonly what?: unknown } {
  try {
    return (JSON.parse(message) as object | null) ?? {};
  } catch {
    return {};
  }
}
