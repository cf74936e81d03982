import { isTensor, type Tensor } from "@wengert/array";
import type { Row } from "../linalg/tables/inputs.ts";

/** A row as an op of its values alone. */
export function ofValues([op, args]: Row): readonly [
  op: (...xs: readonly Tensor[]) => unknown,
  xs: readonly unknown[],
] {
  const isValue = args.map((x) => typeof x === "number" || isTensor(x));
  const called = (...xs: readonly Tensor[]): unknown => {
    const rest = xs[Symbol.iterator]();
    return (op as (...xs: readonly unknown[]) => unknown)(...args.map((x, k) => (isValue[k] ? rest.next().value : x)));
  };
  return [called, args.filter((_, k) => isValue[k])];
}
