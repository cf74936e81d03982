import { checkGrads, checkRule, RuleCheckError } from "@wengert/check";
import {
  adjoint,
  exp,
  log,
  mul,
  pushforward,
  rule,
  ruleWithAttributes,
  sin,
  sqrt,
  square,
  stopGradient,
  sum,
  surrogate,
  type Tensor,
  tensor,
  transpose,
  type Value,
} from "@wengert/core";
import { describe, expect, test } from "vitest";

/** x²·y over [3], each rule with one thing wrong. */
const impl = (x: Tensor, y: Tensor): Tensor => mul(square(x), y);
const right = {
  jvp: ([dx, dy]: readonly (Tensor | undefined)[], [x, y]: readonly Tensor[]): Tensor =>
    sumOf(dx && mul(dx, mul(2, mul(x, y))), dy && mul(dy, square(x))),
  vjp: (zbar: Tensor, [x, y]: readonly Tensor[]) => [mul(zbar, mul(2, mul(x, y))), mul(zbar, square(x))] as const,
};

function sumOf(a: Tensor | undefined, b: Tensor | undefined): Tensor {
  if (a === undefined || b === undefined) return (a ?? b) as Tensor;
  return rule({
    name: "plus",
    impl: (a: Tensor, b: Tensor) => tensor(a.data.map((v, i) => v + b.data[i])),
    vjp: (g) => [g, g],
  })(a, b);
}

const args = [tensor([0.5, -1.25, 2]), tensor([1.5, 0.75, -0.5])];
const check = (op: (...xs: never[]) => Tensor): void => {
  checkRule(op, args, { name: "wrong" });
};

test("the rule itself is right", () => {
  check(rule({ name: "right", impl, ...right }));
  check(rule({ name: "pushforward only", impl, jvp: right.jvp }));
  check(rule({ name: "pullback only", impl, vjp: right.vjp }));
});

/** An operation with its values and its arguments in other units, and at other arguments. */
function units(op: (...xs: never[]) => Tensor): (readonly [(...xs: never[]) => Tensor, readonly Tensor[]])[] {
  const call = op as unknown as (x: Value, y: Value) => Tensor;
  const times = (factor: number): Tensor[] => args.map((x) => tensor(x.data.map((value) => factor * value)));
  const inUnits = (value: number, argument: number) => (x: Tensor, y: Tensor) =>
    mul(value, call(mul(1 / argument, x), mul(1 / argument, y)));
  return [1e-15, 1e15].flatMap((value) =>
    [1e-9, 1, 1e9].map((argument) => [inUnits(value, argument), times(argument)] as const),
  );
}

test("in any unit it is right", () => {
  for (const op of [rule({ name: "right", impl, ...right }), rule({ name: "right", impl, vjp: right.vjp })]) {
    for (const [make, xs] of units(op)) checkRule(make, xs);
    for (const factor of [1e-9, 1e9]) {
      checkRule(
        op,
        args.map((x) => tensor(x.data.map((value) => factor * value))),
      );
    }
  }
});

test("steps are found where the given one does not fit", () => {
  checkRule((x: Tensor) => sin(mul(1e4, x)), [tensor([0.3, -0.7])]);
  checkRule((x: Tensor) => exp(mul(-1e3, x)), [tensor([1e-3, 2e-3])]);
  expect(() =>
    checkRule((x: Tensor) => surrogate(sin(mul(1e4, x)), mul(1e4, x)), [tensor([0.3])], { order: 1 }),
  ).toThrow("finite differences");
});

test("where everything is NaN or infinite, nothing is confirmed", () => {
  expect(() => checkRule(log, [-1])).toThrow("finite differences cannot confirm");
  expect(() => checkRule(sqrt, [0])).toThrow('at: "kink"');
  expect(() => checkGrads(log, [-1])).toThrow("finite differences cannot confirm");
});

describe("checkRule catches", () => {
  const broken: Record<string, (...xs: never[]) => Tensor> = {
    "a wrong sign": rule({ name: "", impl, vjp: (g, [x, y]) => [mul(g, mul(-2, mul(x, y))), mul(g, square(x))] }),
    "a missing factor": rule({ name: "", impl, vjp: (g, [x, y]) => [mul(g, mul(x, y)), mul(g, square(x))] }),
    "a dropped argument": rule({ name: "", impl, vjp: (g, [x, y]) => [mul(g, mul(2, mul(x, y))), null] }),
    "swapped arguments": rule({ name: "", impl, vjp: (g, [x, y]) => [mul(g, square(x)), mul(g, mul(2, mul(x, y)))] }),
    "halves that differ": rule({
      name: "",
      impl,
      jvp: right.jvp,
      vjp: (g, [x, y]) => [mul(g, mul(2.0001, mul(x, y))), mul(g, square(x))],
    }),
    "a pushforward that is not linear": rule({
      name: "",
      impl,
      jvp: ([dx, dy], [x, y]) => sumOf(dx && mul(exp(dx), mul(2, mul(x, y))), dy && mul(dy, square(x))),
    }),
    "a tangent for zero tangents": rule({
      name: "",
      impl,
      jvp: ([dx, dy], [x, y]) =>
        sumOf(
          dx && mul(dx, mul(2, mul(x, y))),
          dy ? sumOf(mul(dy, square(x)), tensor([1e-3, 0, 0])) : tensor([0, 0, 0]),
        ),
    }),
    "a cotangent of the wrong shape": rule({
      name: "",
      impl,
      vjp: (g, [x, y]) => [sum(mul(g, mul(2, mul(x, y)))), mul(g, square(x))],
    }),
    "too few cotangents": rule({
      name: "",
      impl,
      vjp: ((g: Tensor, [x, y]: readonly Tensor[]) => [mul(g, mul(2, mul(x, y)))]) as never,
    }),
    "a second derivative that is dropped": rule({
      name: "",
      impl,
      vjp: (g, [x, y]) => [mul(g, mul(2, mul(stopGradient(x), y))), mul(g, square(x))],
    }),
    "opaque code, which is first order": adjoint((x, y) => {
      const [u, v] = [x.data, y.data];
      return [
        impl(x, y),
        (g) => [tensor(g.data.map((g, i) => 2 * g * u[i] * v[i])), tensor(g.data.map((g, i) => g * u[i] ** 2))],
      ];
    }),
    "an opaque pushforward": pushforward((x, y) => [
      impl(x, y),
      (dx, dy) => tensor(dx.data.map((dx, i) => 2 * dx * x.data[i] * y.data[i] + dy.data[i] * x.data[i] ** 2)),
    ]),
    "an argument that is written to": rule({
      name: "",
      impl: (x: Tensor, y: Tensor) => {
        const z = impl(x, y);
        x.data[0] += 1e-9;
        return z;
      },
      ...right,
    }),
  };
  test.each(Object.entries(broken))("%s", (_what, op) => {
    expect(() => check(op)).toThrow(RuleCheckError);
  });

  const whole = Object.entries(broken).filter(([what]) => !/written to/.test(what));
  test.each(whole)("%s, in any unit", (_what, op) => {
    for (const [make, xs] of units(op)) expect(() => checkRule(make, xs)).toThrow(RuleCheckError);
  });

  test("a thunk that lives on what another one has computed", () => {
    const cached = rule({
      name: "cached",
      impl,
      vjp: (g, [x, y]) => {
        let half: Tensor | undefined;
        return [
          () => {
            half = mul(g, x);
            return mul(2, mul(half, y));
          },
          () => mul(half ?? 0, x),
        ];
      },
    });
    expect(() => check(cached)).toThrow(/one argument at a time/);
  });

  test("a NaN that a zero cotangent hides", () => {
    const hidden = rule({
      name: "hidden",
      impl: (x: Tensor) => exp(x),
      jvp: ([dx], _xs, y) => dx && mul(dx, y),
      vjp: (g) => [mul(g, Number.NaN)],
    });
    expect(() => checkRule(hidden, [args[0]], { order: 1 })).toThrow(/NaN/);
  });

  test("a cotangent that comes alone and is passed over", () => {
    const both = rule({
      name: "both",
      impl: (x: Tensor) => ({ a: square(x), b: exp(x) }),
      vjp: ({ a, b }, [x], y) => [a && b && sumOf(mul(a, mul(2, x)), mul(b, y.b))],
    });
    expect(() => checkRule(both, [args[0]])).toThrow(/one output at a time/);
  });

  test("a pullback that works once", () => {
    const once = adjoint((x) => {
      const y = exp(x);
      let uses = 0;
      return [y, (g) => [uses++ === 0 ? mul(g, y) : mul(g, 0)]];
    });
    expect(() => checkRule(once, [args[0]], { order: 1 })).toThrow(/called again/);
  });

  test("what is kept outside of the rule, and overwritten by the next call", () => {
    let kept = tensor(0);
    const stale = rule({
      name: "stale",
      impl: (x: Tensor) => {
        kept = exp(x);
        return kept;
      },
      vjp: (g) => [mul(g, kept)],
    });
    expect(() => checkRule(stale, [args[0]], { order: 1 })).toThrow(/called again/);
  });

  test("an attribute that one half forgets", () => {
    const scale = ruleWithAttributes({
      name: "scale",
      impl: (x: Tensor, { by }: { by: number }) => mul(by, x),
      vjp: (g) => [g],
    });
    expect(() => checkRule(scale, [args[0], { by: 3 }])).toThrow(RuleCheckError);
  });

  test("a wrong axis", () => {
    const twisted = rule({ name: "twisted", impl: (x: Tensor) => transpose(x), vjp: (g) => [g] });
    expect(() =>
      checkRule(twisted, [
        tensor([
          [1, 2],
          [3, 4],
        ]),
      ]),
    ).toThrow(RuleCheckError);
  });

  test("an off-diagonal element that counts half", () => {
    const half = rule({
      name: "half",
      impl: (a: Tensor) => sum(square(a)),
      vjp: (g, [a]) => [
        mul(
          g,
          mul(
            tensor([
              [2, 1],
              [1, 2],
            ]),
            a,
          ),
        ),
      ],
    });
    expect(() =>
      checkRule(
        half,
        [
          tensor([
            [1, 2],
            [2, 3],
          ]),
        ],
        { symmetric: [0] },
      ),
    ).toThrow(RuleCheckError);
  });

  test("an asymmetric cotangent of a symmetric argument", () => {
    const lower = rule({
      name: "lower",
      impl: (a: Tensor) => sum(square(a)),
      vjp: (g, [a]) => [
        mul(
          g,
          mul(
            tensor([
              [2, 0],
              [4, 2],
            ]),
            a,
          ),
        ),
      ],
    });
    expect(() =>
      checkRule(
        lower,
        [
          tensor([
            [1, 2],
            [2, 3],
          ]),
        ],
        { symmetric: [0] },
      ),
    ).toThrow(/transposed/);
  });
});
