import type { Redis } from "ioredis";
import { RefusedTaskError } from "../errors.ts";
import { sha256 } from "./bytes.ts";

/**
 * Large arrays in Redis, each under the hash of its bytes. So the same array is stored, sent and fetched once, however many tasks have
 * it, and nobody can put another in its place.
 */
export class Blobs {
  readonly #redis: Redis;
  readonly #prefix: string;
  /** How long they stay, in seconds, after their last use. */
  readonly #keep: number;
  /** The bytes fetched last, the latest last. */
  readonly #cache = new Map<string, Uint8Array>();
  #cached = 0;
  readonly #most: number;

  /** @param most - bytes to keep in this process */
  constructor(redis: Redis, prefix: string, keep: number, most: number = 2 ** 28) {
    this.#redis = redis;
    this.#prefix = prefix;
    this.#keep = keep;
    this.#most = most;
  }

  /** Stores what is not there yet, and prolongs the rest. */
  async put(blobs: ReadonlyMap<string, Uint8Array>): Promise<void> {
    await Promise.all(
      [...blobs].map(async ([hash, bytes]) => {
        const key = this.#prefix + hash;
        if ((await this.#redis.expire(key, this.#keep)) === 1) return;
        await this.#redis.set(key, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), "EX", this.#keep);
      }),
    );
  }

  /** @throws {RefusedTaskError} for one that is not there any more, or is not what its hash says */
  async get(hash: string): Promise<Uint8Array> {
    const cached = this.#cache.get(hash);
    const bytes = cached ?? (await this.#redis.getBuffer(this.#prefix + hash));
    if (bytes === null)
      throw new RefusedTaskError(`run: the array ${hash.slice(0, 12)}… is not in Redis any more.`, "run");
    if (cached === undefined && sha256(bytes) !== hash) {
      throw new RefusedTaskError(`run: the array ${hash.slice(0, 12)}… has other bytes than were sent.`, "run");
    }
    this.#remember(hash, bytes);
    return bytes;
  }

  /** All of them, by hash. */
  async all(hashes: Iterable<string>): Promise<Map<string, Uint8Array>> {
    const found = await Promise.all(Array.from(hashes, async (hash) => [hash, await this.get(hash)] as const));
    return new Map(found);
  }

  #remember(hash: string, bytes: Uint8Array): void {
    if (this.#cache.delete(hash)) this.#cached -= bytes.length;
    if (bytes.length > this.#most) return;
    this.#cache.set(hash, bytes);
    this.#cached += bytes.length;
    for (const [oldest, { length }] of this.#cache) {
      if (this.#cached <= this.#most) break;
      this.#cache.delete(oldest);
      this.#cached -= length;
    }
  }
}
