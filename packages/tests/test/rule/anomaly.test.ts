/* detectAnomaly names the operation and the user's line, wherever the NaN arises. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  AnomalyError,
  add,
  adjoint,
  checkpoint,
  detectAnomaly,
  grad,
  log,
  mul,
  pushforward,
  rule,
  sqrt,
  square,
  sub,
  sum,
  type Tensor,
  tensor,
  WengertError,
} from "@wengert/core";
import { derivative, forwardDiff, jvp, linearize } from "@wengert/forward";
import { build } from "vite";
import { describe, expect, test } from "vitest";
import { loss } from "./monorepo/packages/model/src/loss.ts";

/** What detectAnomaly has to say. */
function anomaly(f: () => unknown): AnomalyError {
  try {
    detectAnomaly(f);
  } catch (error) {
    if (error instanceof AnomalyError) return error;
    throw error;
  }
  throw new Error("there was no anomaly");
}

/** At 0 the derivative of the outer root is ∞, and that of the product 0·∞. */
function product(x: Tensor): Tensor {
  return sqrt(mul(sqrt(x), sqrt(x)));
}

/** NaN for positive numbers. */
function growth(x: Tensor): Tensor {
  return log(mul(x, -1));
}

/** Rules whose derivatives are NaN. */
const nowhere = {
  pushforward: (x: Tensor): Tensor => pushforward((x) => [mul(x, 2), () => tensor(Number.NaN)])(x),
  adjoint: (x: Tensor): Tensor => adjoint((x) => [mul(x, 2), () => [tensor(Number.NaN)]])(x),
  rule: (x: Tensor): Tensor => rule({ name: "written", impl: (x: Tensor) => x, vjp: () => [Number.NaN] })(x),
};

const called = (name: string): RegExp => new RegExp(`called at ${name} \\(.*anomaly\\.test\\.ts:\\d+`);

describe("a NaN in a derivative", () => {
  test.each<[string, () => unknown]>([
    ["reverse mode", () => grad(product)(0)],
    ["forward mode", () => derivative(product)(0)],
    ["a linearization, when it is applied", () => linearize(product, 0)[1](1)],
  ])("%s", (_mode, f) => {
    const { op, message } = anomaly(f);
    expect(op).toBe("mul");
    expect(message).toMatch(/the derivative of mul/);
    expect(message).toMatch(called("product"));
  });

  test.each<[string, () => unknown]>([
    ["reverse mode", () => grad((x: Tensor) => sum(square(sqrt(x))))(tensor([[1], [0]]))],
    ["forward mode", () => jvp((x: Tensor) => square(sqrt(x)), [tensor([[1], [0]])], [tensor([[1], [1]])])],
  ])("names the element and the remedy: %s", (_mode, f) => {
    const { element, message } = anomaly(f);
    expect(element).toEqual([1, 0]);
    expect(message).toMatch(/is NaN at \[1, 0\], but .* with where, or an operation that knows the limit/);
  });

  test("under transformations inside each other, deeper than the engine shows by default", () => {
    let f = growth;
    for (let level = 0; level < 12; level++) {
      const inner = f;
      f = (x) => mul(1, grad((y: Tensor) => add(y, mul(0, inner(x))))(1));
    }
    const { op, message } = anomaly(() => derivative(f)(1));
    expect(op).toBe("log");
    expect(message).toMatch(called("growth"));
  });

  test.each<[string, () => unknown]>([
    ["checkpoint", () => grad(checkpoint(product))(0)],
    ["forwardDiff", () => grad(forwardDiff(product))(0)],
    ["forwardDiff, in forward mode", () => jvp(forwardDiff(product), [0], [1])],
  ])("of the body of %s is blamed on the line in the body", (_region, f) => {
    const { op, message } = anomaly(f);
    expect(op).toBe("mul");
    expect(message).toMatch(called("product"));
  });

  test("of cotangents that come together as ∞ and −∞ is blamed on the value that they belong to", () => {
    function difference(x: Tensor): Tensor {
      const y = mul(x, 2);
      return sub(sqrt(y), sqrt(y));
    }
    const { op, message } = anomaly(() => grad(difference)(0));
    expect(op).toBe("mul");
    expect(message).toMatch(called("difference"));
  });

  test.each<[string, () => unknown]>([
    ["pushforward", () => jvp(nowhere.pushforward, [1], [1])],
    ["adjoint", () => grad(nowhere.adjoint)(1)],
    ["written", () => grad(nowhere.rule)(1)],
  ])("of a rule in numeric code, which no operation computes: %s", (name, f) => {
    const { op, message } = anomaly(f);
    expect(op).toBe(name);
    expect(message).toMatch(/anomaly\.test\.ts/);
  });

  test("is passed on where it comes from a NaN that was given", () => {
    expect(detectAnomaly(() => derivative((x) => mul(x, Number.NaN))(1)).item()).toBeNaN();
  });
});

test("a NaN in a value inside a region is blamed on the line in its body", () => {
  for (const region of [checkpoint, forwardDiff] as ((f: (x: Tensor) => Tensor) => (x: Tensor) => Tensor)[]) {
    expect(anomaly(() => grad(region(growth))(1)).message).toMatch(called("growth"));
  }
});

test("a folder of the user's that is named like the library's own is the user's", () => {
  expect(anomaly(() => grad(loss)(0.5)).message).toMatch(/^sqrt: .*model\/src\/loss\.ts:4:/s);
});

test("a Promise is refused: nobody would be looking any more", () => {
  expect(() => detectAnomaly(async () => log(-1))).toThrow(WengertError);
  expect(() => detectAnomaly(async () => log(-1))).toThrow(/Promise/);
});

test("in a bundle of library and program, where lines cannot be told apart, the innermost ones are listed", async () => {
  const folder = mkdtempSync(join(tmpdir(), "wengert-bundle-"));
  try {
    const entry = join(import.meta.dirname, "monorepo", "main.ts");
    await build({
      configFile: false,
      logLevel: "silent",
      resolve: { conditions: ["@wengert/source"] },
      ssr: { noExternal: true, resolve: { conditions: ["@wengert/source"] } },
      build: { ssr: entry, outDir: folder, minify: false, emptyOutDir: false },
    });
    const said = execFileSync(process.execPath, [join(folder, "main.js")], { encoding: "utf8" });
    expect(said).toMatch(/^log: the value of log is NaN.*called at .*\bgrowth \(.*main\.js:\d+:\d+\)/s);
    expect(said).toMatch(/^mul: the derivative of mul is NaN.*called at .*\bproduct \(.*main\.js:\d+:\d+\)/ms);
    expect(said).not.toMatch(/\b(?:bind|process|refuseNaN|callSite) \(/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
