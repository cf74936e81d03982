import { WengertError } from "@wengert/array";

/** A connection to Redis cannot be made, or was lost for too long. The message names the host, never a password. */
export class QueueConnectionError extends WengertError {
  override readonly name: string = "QueueConnectionError";
}

/** A task that a worker does not take: of another build, of a module that it was not started with, too large, or malformed. */
export class RefusedTaskError extends WengertError {
  override readonly name: string = "RefusedTaskError";
}
