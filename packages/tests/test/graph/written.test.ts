import { type Tensor, tensor } from "@wengert/array";
import { CaptureError, compile, forLoop } from "@wengert/graph";
import { add, mul } from "@wengert/ops";
import { assign, freeze, fromJSON, param, paramsOf, thaw, toJSON } from "@wengert/params";
import { describe, expect, test } from "vitest";

/* A parameter that gets another value inside of a function would get it while the function is written down, and never again. */

const model = { scale: param(1), mean: param(tensor([0, 0])) };
const written = toJSON(model);
const read = toJSON(param(7));
const writes: Record<string, () => void> = {
  "a vector to a set": () => paramsOf(model).assign(Float64Array.of(2, 3, 4)),
  "a vector to a tree": () => assign(model, Float64Array.of(2, 3, 4)),
  "a record": () => assign(model, { scale: 5 }),
  "what was read from a file": () => void fromJSON(model.scale, read),
  "whether it is learned": () => void freeze(model, "mean"),
  "whether it is learned, for a while": () => void thaw(freeze(model)),
};

describe.each(Object.entries(writes))("%s", (_name, write) => {
  test("is refused in a compiled function, and nothing is written", () => {
    const f = compile((x: Tensor) => {
      write();
      return mul(x, 2);
    });
    expect(() => f(tensor(1))).toThrow(CaptureError);
    expect(() => f(tensor(1))).toThrow("write them outside: assign(params, compiled(x))");
    expect(toJSON(model)).toEqual(written);
  });

  test("is refused in a step of a loop", () => {
    const step = (_i: Tensor, x: Tensor): Tensor => {
      write();
      return add(x, 1);
    };
    expect(() => forLoop(3, step, 0)).toThrow(CaptureError);
    expect(toJSON(model)).toEqual(written);
  });
});

test("outside, values are written, and a plan takes them", () => {
  const own = param(1);
  const f = compile((x: Tensor) => mul(x, own));
  const values = [1, 2, 3, 4].map((value) => {
    assign(own, value);
    return f(tensor(10)).item();
  });
  expect(values).toEqual([10, 20, 30, 40]);
});
