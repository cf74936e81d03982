/* What is printed of functions: names, derivatives, tags, what several values share. */

import { mathWith, toFormula, toLatex } from "@wengert/formula";
import { eigh, invQuadLogdet, logdet, pairwiseSquaredDistance, solve } from "@wengert/linalg";
import { describe, expect, it } from "vitest";
import {
  ArgumentError,
  abs,
  add,
  adjoint,
  asin,
  atan,
  cbrt,
  ceil,
  exp,
  floor,
  forwardDiff,
  grad,
  math,
  mul,
  norm,
  param,
  prod,
  rsqrt,
  sin,
  sort,
  sqrt,
  square,
  stack,
  sum,
  type Tensor,
  tensor,
  type Value,
} from "wengert";

const K = tensor([
  [2, 1],
  [1, 3],
]);
const y = tensor([3, 5]);

describe("toFormula", () => {
  it("names the parts of trees by their paths, and arguments as it is told", () => {
    const squared = pairwiseSquaredDistance(tensor([[0], [1]]));
    const f = ({ kernel, noise }: { kernel: { variance: Value; precision: Value }; noise: Value }) =>
      math`${kernel.variance} * exp(-0.5 * ${kernel.precision} * ${squared}) + ${noise} * I(2)`;
    const theta = { kernel: { variance: 0.8, precision: 2 }, noise: 0.1 };
    const expected = "kernel_variance * exp(-0.5 * kernel_precision * squared) + noise * I(2)";
    expect(toFormula(f, { names: { squared } })(theta)).toBe(expected);
    expect(toFormula(add)(K, y)).toBe("x1 + x2");
    expect(toFormula(add, { args: ["A", "b"] })(K, y)).toBe("A + b");
    expect(toFormula(({ a }: { a: Value }) => square(a), { args: ["p"] })({ a: 1 })).toBe("p_a^2");
    expect(toFormula((x: readonly Tensor[]) => mul(x[0], x[1]))([y, y])).toBe("x_0 * x_1");
  });

  it("knows tags, by the names that they have or are given", () => {
    const [length, other] = [param(2, { name: "kernel.length" }), param(3)];
    const f = (x: Tensor) => math`${x} / ${length} + ${other}`;
    expect(toFormula(f)(y)).toBe("x / kernel_length + p1");
    expect(toFormula(f, { names: { length, scale: other } })(y)).toBe("x / length + scale");
    expect(toFormula((p: Value) => mul(p, length), { args: ["l"] })(length)).toBe("l * l");
  });

  it("prints derivatives", () => {
    expect(toFormula(grad((x: Tensor) => sum(sin(x))))(y)).toBe("cos(x)");
    const gradient = toFormula(grad((K: Tensor) => math`0.5 * ${y}' * ${K} \ ${y} + 0.5 * logdet(${K})`))(K);
    expect(gradient).toBe("0.5 * inv(x) + outer(-(x' \\ tensor([1.5, 2.5])), x \\ tensor([3, 5]))");
    const numbers = grad((K: Tensor) => math`0.5 * ${y}' * ${K} \ ${y} + 0.5 * logdet(${K})`)(K);
    for (const [k, value] of mathWith({ x: K })(gradient).data.entries())
      expect(value).toBeCloseTo(numbers.data[k], 13);
  });

  it("looks into regions, and takes rules of one's own for what they are called", () => {
    expect(toFormula(forwardDiff((x: Tensor) => exp(x)))(y)).toBe("exp(x)");
    expect(toFormula(adjoint((K: Tensor) => [sum(K), () => [K]]))(K)).toBe("adjoint(x)");
  });

  it("names what is used several times, and does not grow with it", () => {
    let text = toFormula((x: Value) => {
      let z = add(x, 0);
      for (let i = 0; i < 60; i++) z = add(z, z);
      return z;
    })(1);
    expect(text.length).toBeLessThan(2000);
    expect(mathWith({ x: 1 })(text).item()).toBe(2 ** 60);
    text = toFormula((x: Value) => {
      let z = sin(x);
      for (let i = 0; i < 3000; i++) z = sin(z);
      return z;
    })(1);
    expect(mathWith({ x: 1 })(text).item()).toBeGreaterThan(0);
    expect(toFormula((a: Tensor) => add(sum(eigh(a).values), sum(eigh(a).vectors)))(K)).toBe(
      "sum(eigh(x).values) + sum(eigh(x).vectors)",
    );
    const { values, vectors } = eigh(K);
    expect(values.size + vectors.size).toBe(6);
    expect(
      toFormula((a: Tensor) => {
        const { invQuad, logdet } = invQuadLogdet(a, y);
        return add(invQuad, logdet);
      })(K),
    ).toBe("s1 = invQuadLogdet(x, tensor([3, 5])); s1.invQuad + s1.logdet");
  });

  it("writes small constants down, and names large ones", () => {
    expect(toFormula((x: Tensor) => mul(x, y))(y)).toBe("x * tensor([3, 5])");
    expect(toFormula((x: Tensor) => mul(x, tensor([2, 2])))(y)).toBe("x * full([2], 2)");
    const large = tensor(Array.from({ length: 20 }, (_, k) => k));
    expect(toFormula((x: Tensor) => mul(x, large))(large)).toBe("x * c1");
    expect(toFormula((x: Value) => add(mul(x, -Infinity), NaN))(1)).toBe("x * -inf + nan");
    expect(toFormula(() => y)()).toBe("tensor([3, 5])");
    expect(toFormula((x: Value) => x)(1)).toBe("x");
  });

  it("finds a sort in its rules", () => {
    expect(toFormula((a: Tensor) => sort(stack([a, a]), { axis: -1 }))(y)).toContain("sort(s1, axis=-1)");
  });

  it("works inside of a transformation", () => {
    let text = "";
    grad((x: Tensor) => {
      text = toFormula((y: Tensor) => mul(x, y), { args: ["y"] })(y);
      return sum(x);
    })(y);
    expect(text).toBe("c1 * y");
  });

  it("refuses what it cannot print", () => {
    expect(() => toFormula(((x: Tensor) => [x]) as never)(y)).toThrow(ArgumentError);
    expect(() => toFormula((async (x: Tensor) => x) as never)(y)).toThrow("Promise");
    expect(() => toFormula(3 as never)).toThrow("toFormula: f must be a function");
    expect(() => toFormula(add, { name: [] } as never)(y, y)).toThrow('Did you mean "names"?');
    expect(() => toFormula((x: Tensor) => tensor(x.item()))(tensor(1))).toThrow();
  });
});

describe("toLatex", () => {
  it.each<[string, (x: Tensor) => Tensor, string]>([
    ["roots", (x) => add(add(sqrt(x), cbrt(x)), rsqrt(x)), "\\sqrt{x} + \\sqrt[3]{x} + \\frac{1}{\\sqrt{x}}"],
    ["absolute value", abs, "\\left|x\\right|"],
    [
      "floor and ceiling",
      (x) => mul(floor(x), ceil(x)),
      "\\left\\lfloor x \\right\\rfloor \\odot \\left\\lceil x \\right\\rceil",
    ],
    ["inverse functions", (x) => add(asin(x), atan(x)), "\\arcsin\\left(x\\right) + \\arctan\\left(x\\right)"],
    ["sum and product", (x) => add(sum(add(x, 1)), prod(x)), "\\sum \\left(x + 1\\right) + \\left(\\prod x\\right)"],
    ["norm", (x) => norm(x), "\\left\\lVert x \\right\\rVert"],
  ])("sets %s", (_, f, latex) => {
    expect(toLatex(f)(y)).toBe(latex);
  });

  it.each<[string, string]>([
    ["alpha", "\\alpha"],
    ["σ", "\\sigma"],
    ["ω", "\\omega"],
    ["ξ", "\\xi"],
    ["x2", "x_{2}"],
    ["sigma_f", "\\sigma_{f}"],
    ["kernel_length", "\\mathrm{kernel}_{\\mathrm{length}}"],
    ["x_12_b", "x_{12, b}"],
    ["_", "\\_"],
  ])("sets the name %s", (name, latex) => {
    expect(toLatex((x: Value) => add(x, 1), { args: [name] })(1)).toBe(`${latex} + 1`);
  });

  it("prints the likelihood", () => {
    const nll = (K: Tensor, y: Tensor) => add(mul(0.5, math`${y} @ ${solve(K, y)}`), mul(0.5, logdet(K)));
    expect(toLatex(nll, { args: ["K", "y"] })(K, y)).toBe(
      "0.5 \\, \\left(y^{\\top} K^{-1} y\\right) + 0.5 \\, \\log\\det\\left(K\\right)",
    );
  });
});
