/* What of a worker needs no Redis: arrays under their hashes, and tasks that are to end. A Redis of a few lines stands in. */
import { EventEmitter } from "node:events";
import { describe, expect, it } from "vitest";
import { endChannel } from "../src/options.ts";
import { Blobs } from "../src/wire/blobs.ts";
import { sha256 } from "../src/wire/bytes.ts";
import { listenToEnds } from "../src/worker/ends.ts";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Keeps buffers, and counts how often they are fetched. */
class Kept {
  readonly data = new Map<string, Buffer>();
  fetched = 0;

  async expire(key: string): Promise<number> {
    return this.data.has(key) ? 1 : 0;
  }

  async set(key: string, value: Buffer): Promise<void> {
    this.data.set(key, Buffer.from(value));
  }

  async getBuffer(key: string): Promise<Buffer | null> {
    this.fetched++;
    return this.data.get(key) ?? null;
  }
}

describe("arrays in Redis", () => {
  const arrays = ["first", "second", "third one, and longer"].map(bytesOf);
  const hashes = arrays.map((bytes) => sha256(bytes));
  const stored = async (most?: number): Promise<{ redis: Kept; blobs: Blobs }> => {
    const redis = new Kept();
    const blobs = new Blobs(redis as never, "a:", 60, most);
    await blobs.put(new Map(arrays.map((bytes, k) => [hashes[k], bytes])));
    return { redis, blobs };
  };

  it("are stored once, below the prefix", async () => {
    const { redis, blobs } = await stored();
    expect([...redis.data.keys()]).toEqual(hashes.map((hash) => `a:${hash}`));
    const [key] = redis.data.keys();
    redis.data.set(key, Buffer.from("kept"));
    await blobs.put(new Map([[hashes[0], arrays[0]]]));
    expect(redis.data.get(key)?.toString()).toBe("kept");
  });

  it("are fetched once", async () => {
    const { redis, blobs } = await stored();
    for (let k = 0; k < 3; k++) {
      const all = await blobs.all(hashes);
      expect([...all].map(([hash, bytes]) => [hash, [...bytes]])).toEqual(hashes.map((h, i) => [h, [...arrays[i]]]));
    }
    expect(redis.fetched).toBe(3);
  });

  it("are kept in as many bytes as are allowed, the last used", async () => {
    const { redis, blobs } = await stored(11); // the first two have 5 and 6
    await blobs.get(hashes[0]);
    await blobs.get(hashes[1]);
    await blobs.get(hashes[0]);
    expect(redis.fetched).toBe(2);
    await blobs.get(hashes[2]); // larger than all that may be kept
    await blobs.get(hashes[2]);
    expect(redis.fetched).toBe(4);
    await blobs.get(hashes[0]);
    await blobs.get(hashes[1]);
    expect(redis.fetched).toBe(4);
    const fourth = bytesOf("4th");
    await blobs.put(new Map([[sha256(fourth), fourth]]));
    await blobs.get(sha256(fourth));
    await blobs.get(hashes[1]);
    expect(redis.fetched).toBe(5);
    await blobs.get(hashes[0]); // had been used longest ago
    expect(redis.fetched).toBe(6);
  });

  it("are refused where they are gone, or have been changed", async () => {
    const { redis, blobs } = await stored();
    redis.data.set(`a:${hashes[0]}`, Buffer.from("other"));
    redis.data.delete(`a:${hashes[1]}`);
    await expect(blobs.get(hashes[0])).rejects.toThrow(`${hashes[0].slice(0, 12)}… has other bytes than were sent`);
    await expect(blobs.get(hashes[1])).rejects.toThrow(`${hashes[1].slice(0, 12)}… is not in Redis any more`);
    await expect(blobs.all(hashes)).rejects.toThrow(/run: the array/);
    expect([...(await blobs.get(hashes[2]))]).toEqual([...arrays[2]]);
  });
});

describe("a message that a task is to end", () => {
  const place = { queue: "tasks", prefix: "bull" } as never;
  const listening = async () => {
    const channels: string[] = [];
    const redis = Object.assign(new EventEmitter(), { subscribe: async (name: string) => channels.push(name) });
    const task = { stop: new AbortController(), end: new AbortController() };
    await listenToEnds(redis as never, place, new Map([["7", task]]));
    expect(channels).toEqual([endChannel(place)]);
    const say = (message: unknown): void => {
      redis.emit("message", endChannel(place), typeof message === "string" ? message : JSON.stringify(message));
    };
    return { say, state: () => [task.stop.signal.aborted, task.end.signal.aborted] };
  };

  it("is heard by the task that it names", async () => {
    const { say, state } = await listening();
    say({ id: "8", what: "stop" });
    say({ id: "8", what: "end" });
    expect(state()).toEqual([false, false]);
    say({ id: "7", what: "stop" });
    expect(state()).toEqual([true, false]);
    say({ id: "7", what: "end" });
    expect(state()).toEqual([true, true]);
  });

  it("does no harm where it is none", async () => {
    const { say, state } = await listening();
    for (const message of ["{", "null", "3", [], {}, { id: 7, what: "end" }, { id: "7" }, { id: "7", what: "other" }])
      say(message);
    expect(state()).toEqual([false, false]);
  });
});
