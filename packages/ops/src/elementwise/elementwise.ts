import type { Tensor } from "@wengert/array";
import { ABSENT, expectArray, expectFunction } from "@wengert/array/author";
import { addTangents, type RuleDefinition, type Value } from "@wengert/rule";
import { binary, unary } from "@wengert/rule/library";
import { map1, map2 } from "../kernels/broadcast.ts";
import type { BinaryLoop, UnaryLoop } from "../kernels/loops.ts";
import { type Absence, marked } from "../kernels/presence.ts";
import type { ByName, Elementwise } from "../kernels/spellings.ts";
import { expandTo, sumTo } from "../shape/broadcastto.ts";
import { times } from "./times.ts";

/** A derivative, written in ops: of the arguments and the value; a number where it is constant. */
export type Partial1 = (x: Tensor, y: Tensor) => Value;
export type Partial2 = (x: Tensor, y: Tensor, z: Tensor) => Value;

/** The rule of `elementwise`. */
export function definition1(
  name: string,
  f: (x: number) => number,
  df: Partial1,
  loop?: UnaryLoop,
): RuleDefinition<[Tensor], Tensor> {
  for (const given of [f, df]) expectFunction("elementwise", "f and df", given);
  return {
    name,
    impl: (x) => map1(f, x, loop),
    jvp: ([dx], [x], y) => (dx === undefined ? undefined : scaled(dx, df(x, y))),
    vjp: (ybar, [x], y) => [cotangent1(df, ybar, y, x)],
  };
}

/** The rule of `elementwise2`. */
export function definition2(
  name: string,
  f: (x: number, y: number) => number,
  dfs: readonly [Partial2, Partial2],
  loop?: BinaryLoop,
  absence?: Absence,
): RuleDefinition<[Tensor, Tensor], Tensor> {
  expectArray("elementwise2", "dfs", dfs);
  for (const given of [f, ...dfs]) expectFunction("elementwise2", "f and each of dfs", given);
  return {
    name,
    impl:
      absence === undefined
        ? (x, y) => map2(name, f, x, y, loop)
        : (x, y) => {
            const z = map2(name, f, x, y, loop);
            return z.ndim === 0 && x !== ABSENT && y !== ABSENT ? z : marked(absence, z, x, y);
          },
    jvp: (dxs, [x, y], z) =>
      addTangents(dxs.flatMap((dx, k) => (dx === undefined ? [] : [expandTo(scaled(dx, dfs[k](x, y, z)), z.shape)]))),
    vjp: (zbar, [x, y], z) => [() => cotangent2(dfs, 0, zbar, z, x, y), () => cotangent2(dfs, 1, zbar, z, x, y)],
  };
}

/** How numbers are computed, where a loop may compute arrays in another way. */
const scalarsOnly: Elementwise = { below: 0 };

/** What of two arguments is present in the result, in the form of a spelling. */
const presences: { readonly [absence in Absence]: string } = { either: "p q &", both: "p q |", first: "p" };

/**
 * An elementwise operation of the library's own; `custom.ts` has the maker for everybody else.
 *
 * @param spelling - or what makes it of the name and f
 */
export function elementwise(
  name: string,
  f: (x: number) => number,
  df: Partial1,
  loop?: UnaryLoop,
  spelling: Elementwise | ByName | undefined = loop === undefined ? {} : undefined,
): (x: Value) => Tensor {
  const { impl, jvp } = definition1(name, f, df, loop);
  return unary({
    name,
    impl,
    spelling: typeof spelling === "function" ? spelling(name, f) : (spelling ?? scalarsOnly),
    number: f,
    slope: (_k, y, x) => df(x, y),
    jvp,
    cotangent: (_k, ybar, y, x) => cotangent1(df, ybar, y, x),
  });
}

/** `elementwise` of two arguments that broadcast; `absence` says what of a tangent's dependence reaches the result. */
export function elementwise2(
  name: string,
  f: (x: number, y: number) => number,
  dfs: readonly [Partial2, Partial2],
  loop?: BinaryLoop,
  absence?: Absence,
  spelling: Elementwise | undefined = loop === undefined ? {} : undefined,
): (x: Value, y: Value) => Tensor {
  const { impl, jvp } = definition2(name, f, dfs, loop, absence);
  return binary({
    name,
    impl,
    spelling: absence === undefined ? (spelling ?? scalarsOnly) : { ...spelling, presence: presences[absence] },
    number: f,
    slope: (k, z, x, y) => (k === 0 ? dfs[0](x, y, z) : dfs[1](x, y, z)),
    jvp,
    cotangent: (k, zbar, z, x, y) => cotangent2(dfs, k, zbar, z, x, y),
  });
}

function cotangent1(df: Partial1, ybar: Tensor, y: Tensor, x: Tensor): Tensor {
  return scaled(ybar, df(x, y));
}

/** The cotangent of argument number k: the derivative by it, added up where it was repeated. */
function cotangent2(
  dfs: readonly [Partial2, Partial2],
  k: number,
  zbar: Tensor,
  z: Tensor,
  x: Tensor,
  y: Tensor,
): Tensor {
  return k === 0 ? sumTo(scaled(zbar, dfs[0](x, y, z)), x.shape) : sumTo(scaled(zbar, dfs[1](x, y, z)), y.shape);
}

/** The derivative of what an argument is added to. */
export function one(): number {
  return 1;
}

function scaled(tangent: Tensor, derivative: Value): Tensor {
  return derivative === 1 ? tangent : times(tangent, derivative);
}
