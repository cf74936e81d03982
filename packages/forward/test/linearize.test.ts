import { grad, mul, pushforward, sin, type Tensor, tensor } from "@wengert/core";
import { jvp, linearize } from "@wengert/forward";
import { describe, expect, test } from "vitest";

const x = tensor([0.5, 1.5, -0.25]);

function close(got: Tensor, wanted: Tensor, tolerance = 1e-13): void {
  expect(got.shape).toEqual(wanted.shape);
  for (const [i, value] of wanted.data.entries()) expect(Math.abs(got.data[i] - value)).toBeLessThanOrEqual(tolerance);
}

describe("linearize", () => {
  test("applies again and again, without the value", () => {
    let runs = 0;
    const [y, push] = linearize((x: Tensor) => {
      runs++;
      return mul(x, sin(x));
    }, x);
    close(y, mul(x, sin(x)));
    for (const dx of [tensor([1, 0, 0]), tensor([0.3, -2, 1])]) {
      close(push(dx), jvp((x: Tensor) => mul(x, sin(x)), [x], [dx])[1]);
    }
    expect(runs).toBe(1);
    const [[, fixed]] = [linearize((a, b) => mul(a, b), 2, 3)];
    expect(fixed(1, 0).item()).toBe(3);
    expect(fixed(undefined, 1).item()).toBe(2);
  });

  test("is forward mode: opaque pushforwards pass", () => {
    const opaque = pushforward((x) => [x.item() ** 2, (dx) => 2 * x.item() * dx.item()]);
    const [, push] = linearize(opaque, 3);
    expect(push(1).item()).toBe(6);
  });

  test("can be differentiated", () => {
    expect(grad((x) => linearize((z) => mul(z, mul(z, z)), x)[1](1))(2)).toBe(12);
  });
});
