import { type Tensor, tensor } from "@wengert/array";
import * as ops from "@wengert/core";
import { grad, type Value } from "@wengert/core";
import { jvp } from "@wengert/forward";
import { compile, forLoop, scan, whileLoop } from "@wengert/graph";
import { matmul, matvec, solve } from "@wengert/linalg";
import { param, paramsOf, withGradient } from "@wengert/params";
import { expect, test } from "vitest";
import { numbers } from "../trace/randomprograms.ts";
import { bitsOf } from "./compiled.ts";

/** How many programs: `LOOPS=100000 npx vitest run …` for a longer look. */
const count = Number(process.env["LOOPS"] ?? 12);
const from = Number(process.env["FROM"] ?? 1);

/** The carry of every loop: a number, a vector and a matrix. */
interface Carry {
  readonly s: Value;
  readonly v: Tensor;
  readonly m: Tensor;
}

const eye = tensor([
  [2, 0.1],
  [0, 3],
]);

const ofNumbers: readonly ((x: Value, y: Value) => Tensor)[] = [
  ops.add,
  ops.sub,
  (x, y) => ops.mul(0.5, ops.mul(x, y)),
  (x, y) => ops.div(x, ops.add(2, ops.square(y))),
  ops.maximum,
  (x, y) => ops.where(ops.less(x, y), ops.sin(x), ops.mul(y, 0.7)),
  (x) => ops.tanh(x),
  (x) => ops.exp(ops.neg(ops.square(x))),
  (x) => ops.cos(x),
  (x, y) => ops.sqrt(ops.add(ops.square(x), ops.add(0.1, ops.square(y)))),
  (x) => ops.log(x),
  (x) => ops.stopGradient(x),
];

/** A step as the choices that it is made of: run again, it is the same. */
function stepOf(seed: number, closed: readonly Value[]): (c: Carry, x: Value) => readonly [Carry, Value] {
  return ({ s, v, m }, x) => {
    const random = numbers(seed);
    const scalars: Value[] = [s, x, ...closed, ops.take(v, 0, 0), 0.3];
    const vectors: Tensor[] = [v, ops.mul(v, x)];
    const matrices: Tensor[] = [m];
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() ** 0.6 * list.length)];
    for (let k = Math.floor(2 + 8 * random()); k > 0; k--) {
      const f = ofNumbers[Math.floor(random() * ofNumbers.length)];
      const kind = random();
      if (kind < 0.5) scalars.push(f(pick(scalars), pick(scalars)));
      else if (kind < 0.7) vectors.push(f(pick(vectors), random() < 0.5 ? pick(scalars) : pick(vectors)));
      else if (kind < 0.8) scalars.push(ops.sum(f(pick(vectors), pick(scalars))));
      else if (kind < 0.9) vectors.push(matvec(pick(matrices), pick(vectors)));
      else if (kind < 0.95) matrices.push(ops.mul(0.5, ops.tanh(matmul(pick(matrices), pick(matrices)))));
      else vectors.push(solve(ops.add(eye, ops.mul(0.2, ops.tanh(pick(matrices)))), pick(vectors)));
    }
    const last = <T>(list: readonly T[]): T => list[list.length - 1 - Math.floor(2 * random() * random())];
    const vector = last(vectors);
    return [{ s: last(scalars), v: vector.size === 2 ? vector : v, m: last(matrices) }, pick(scalars)];
  };
}

/** A program that has a loop, or loops in a loop. */
function program(seed: number): (a: Value, xs: Tensor) => Tensor {
  const random = numbers(seed + 0.25);
  const kind = Math.floor(random() * 5);
  const reverse = random() < 0.3;
  const checkpoint = [false, false, true, 5][Math.floor(random() * 4)];
  return (a, xs) => {
    const step = stepOf(seed, [a]);
    const init: Carry = { s: a, v: ops.mul(a, tensor([1, -0.5])), m: eye };
    const ends = ({ s, v, m }: Carry): Tensor => ops.add(ops.add(s, ops.sum(v)), ops.mul(0.1, ops.sum(m)));
    if (kind < 2) {
      const [last, ys] = scan(step as never, init, xs, { reverse, checkpoint }) as unknown as readonly [Carry, Tensor];
      return ops.add(ends(last), ops.sum(ys));
    }
    if (kind === 2) return ends(forLoop(xs.shape[0], (i, c) => step(c as never, ops.mul(0.05, i))[0], init) as never);
    if (kind === 3) {
      const most = xs.shape[0];
      const done = whileLoop(
        (({ n, c }: { readonly n: Tensor; readonly c: Carry }) =>
          ops.mul(ops.less(n, most - 2), ops.less(c.s, 40))) as never,
        (({ n, c }: { readonly n: Tensor; readonly c: Carry }) => ({ n: ops.add(n, 1), c: step(c, a)[0] })) as never,
        { n: 0, c: init },
        { maxSteps: most },
      ) as unknown as { readonly c: Carry };
      return ends(done.c);
    }
    const inner = stepOf(seed + 7, [a]);
    const [last] = scan(
      ((c: Carry, x: Tensor) => {
        const [turned] = scan(inner as never, c, null, { length: 4 } as never) as unknown as readonly [Carry];
        return [step(turned, x)[0], null];
      }) as never,
      init,
      xs,
      { reverse },
    ) as unknown as readonly [Carry];
    return ends(last);
  };
}

/** One of the programs has an inner loop without inputs, whose step gets none. */
const lengths = [0, 1, 2, 12, 40, 70];

function same(seed: number, found: () => unknown, wanted: () => unknown, what: string): void {
  expect(bitsOf(found), `program ${seed}, ${what}`).toEqual(bitsOf(wanted));
}

test(`${count} random programs with loops give the same bits compiled, in value, gradient, second derivatives and by tag`, () => {
  for (let seed = from; seed < from + count; seed++) {
    const f = program(seed);
    const length = lengths[seed % lengths.length];
    const inputs = (k: number): readonly [Tensor, Tensor] => [
      tensor([0.4, -0.7, 1.3, 0][(seed + k) % 4]),
      tensor(
        Float64Array.from({ length }, (_, t) => Math.sin(3 * t + k + seed)),
        [length],
      ),
    ];
    const gradient = grad(f as never, { argnums: [0, 1] }) as unknown as (a: Tensor, xs: Tensor) => Tensor[];
    const second = (a: Tensor, xs: Tensor): unknown => jvp(gradient as never, [a, xs] as never, [tensor(1), xs]);
    const programs = { value: f, gradient, ...(seed % 4 === 0 ? { second } : {}) };
    const compiled = Object.values(programs).map((g) => compile(g as (...xs: Tensor[]) => unknown));
    const tags = [param(inputs(0)[0]), param(inputs(0)[1])] as const;
    const set = paramsOf(tags);
    const eager = (): unknown => withGradient(() => f(...(tags as never as [Tensor, Tensor])), set)[1].toVector();
    const byTag = compile(() => withGradient(() => f(...(tags as never as [Tensor, Tensor])), set));
    for (let k = 0; k < 4; k++) {
      const [a, xs] = inputs(k);
      for (const [i, [what, g]] of Object.entries(programs).entries())
        same(
          seed,
          () => compiled[i](a, xs),
          () => g(a, xs),
          what,
        );
      if (seed % 5 > 0) continue;
      set.assign(Float64Array.from([...a.data, ...xs.data]));
      same(
        seed,
        () => tensor(byTag()[1].toVector()),
        () => tensor(eager() as Float64Array),
        "by tag",
      );
    }
  }
}, 36_000_000);
