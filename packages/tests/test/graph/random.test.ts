import { type Tensor, tensor } from "@wengert/array";
import { grad } from "@wengert/core";
import { jvp } from "@wengert/forward";
import { compile } from "@wengert/graph";
import { type Param, param, paramsOf, withGradient } from "@wengert/params";
import { expect, test } from "vitest";
import { inputsOf, program } from "../trace/randomprograms.ts";
import { bitsOf } from "./compiled.ts";

/** How many programs, and the first: `PROGRAMS=1000 FROM=5001 npx vitest run …` for a longer look. */
const count = Number(process.env["PROGRAMS"] ?? 250);
const from = Number(process.env["FROM"] ?? 1);

/** NaN of another operation than before is the same NaN. */
function same(seed: number, found: () => unknown, wanted: () => unknown, what: string): void {
  expect(bitsOf(found), `program ${seed}, ${what}`).toEqual(bitsOf(wanted));
}

test(`${count} random programs give the same bits, in value, gradient, second derivatives and by tag`, () => {
  for (let seed = from; seed < from + count; seed++) {
    const f = program(seed);
    const inputs = inputsOf(seed);
    const value = (x: Tensor, y: Tensor): Tensor => f([x, y]);
    const gradient = grad(value as never, { argnums: [0, 1] }) as unknown as (x: Tensor, y: Tensor) => Tensor[];
    const second = (x: Tensor, y: Tensor): unknown => jvp(gradient as never, [x, y] as never, [x, y]);
    const compiled = [value, gradient, second].map((g) => compile(g as (...xs: Tensor[]) => unknown));
    const tags: Param[] = inputs(0).map((x) => param(x));
    const set = paramsOf(tags);
    const loss = compile(() => withGradient(() => f(tags), set));
    for (let k = 0; k < 4; k++) {
      const [x, y] = inputs(k);
      for (const [i, g] of [value, gradient, second].entries())
        same(
          seed,
          () => compiled[i](x, y),
          () => g(x, y),
          ["value", "gradient", "second"][i],
        );
      set.assign(Float64Array.from([...x.data, ...y.data]));
      const flat = (run: () => readonly [unknown, { toVector(): Float64Array }]): unknown => {
        const [loss, grads] = run();
        return [loss as number, tensor(grads.toVector())];
      };
      same(
        seed,
        () => flat(loss as never),
        () => flat(() => withGradient(() => f(tags), set)),
        "by tag",
      );
    }
  }
}, 3_600_000);
