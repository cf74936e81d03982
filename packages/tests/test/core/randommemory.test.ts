/*
 * Memory that is used again is overwritten with NaN here, and so is memory that was never used: whoever reads what is not theirs, or
 * leaves an element unwritten, gives other numbers. What has been returned stays as it is while other programs run.
 */
import type { Tensor } from "@wengert/array";
import { useAllocator } from "@wengert/array/author";
import { grad } from "@wengert/core";
import { hessian, jvp } from "@wengert/forward";
import { reuse } from "@wengert/trace";
import { afterEach, expect, test } from "vitest";
import { bitsOf } from "../graph/compiled.ts";
import { inputsOf, program } from "../trace/randomprograms.ts";

/** How many programs: `PROGRAMS=100000 npx vitest run …` for a longer look. */
const count = Number(process.env["PROGRAMS"] ?? 150);

/** How many results are looked at again later. */
const KEPT = 16;

const usual = { ...reuse };
afterEach(() => {
  Object.assign(reuse, usual);
  useAllocator(undefined);
});

/** New memory, in which nothing stands that anybody may rely on. */
const dirty = (length: number): Float64Array => new Float64Array(length).fill(Number.NaN);

test(`${count} random programs give the same bits in memory that has been scrubbed, and keep them`, () => {
  const kept: { readonly seed: number; readonly found: unknown; readonly was: unknown }[] = [];
  for (let seed = 1; seed <= count; seed++) {
    const f = program(seed);
    const [x, y] = inputsOf(seed)(seed % 7);
    const value = (a: Tensor, b: Tensor): Tensor => f([a, b]);
    const gradient = grad(value as never, { argnums: [0, 1] }) as unknown as (a: Tensor, b: Tensor) => Tensor[];
    const runs: readonly (() => unknown)[] = [
      () => value(x, y),
      () => gradient(x, y),
      () => jvp(gradient as never, [x, y] as never, [x, y]),
      ...(seed % 8 === 0 ? [() => hessian((a: Tensor) => value(a, y))(x)] : []),
    ];
    for (const run of runs) {
      Object.assign(reuse, { shortest: Number.POSITIVE_INFINITY, scrub: false });
      const wanted = bitsOf(run);
      let found: unknown;
      for (const allocator of [undefined, dirty]) {
        Object.assign(reuse, { shortest: 1, scrub: true });
        useAllocator(allocator);
        expect(
          bitsOf(() => {
            found = run();
            return found;
          }),
          `program ${seed}`,
        ).toEqual(wanted);
        useAllocator(undefined);
      }
      if (found !== undefined) kept.push({ seed, found, was: wanted });
    }
    for (const { seed, found, was } of kept.splice(0, Math.max(0, kept.length - KEPT)))
      expect(
        bitsOf(() => found),
        `program ${seed}, later`,
      ).toEqual(was);
  }
}, 3_600_000);
