/* Functions inside each other, further than the call stack has room for: which calls are put off, and that none is made in vain. */
import { grad, mul, type Tensor } from "@wengert/core";
import { describe, expect, test } from "vitest";
import { callInside, isDirect, run } from "../src/nesting.ts";

/** f around itself: calls inside of runs, down to `depth`, where `innermost` is called. */
function nested(depth: number, innermost: () => unknown, each: () => void = () => {}): unknown {
  each();
  return depth === 0 ? innermost() : callInside(() => nested(depth - 1, innermost, each));
}

describe("a run", () => {
  test("tells which calls are its own", () => {
    expect(isDirect()).toBe(false);
    expect(run(() => isDirect(), true)).toBe(true);
    expect(run(() => isDirect(), false)).toBe(false);
    // Inside of another transformation they are not.
    const seen: unknown[] = [];
    run(() => {
      seen.push(isDirect());
      grad((x: Tensor) => {
        seen.push(
          isDirect(),
          run(() => isDirect(), true),
        );
        return mul(x, x);
      })(1);
      seen.push(isDirect());
    }, true);
    expect(seen).toEqual([true, false, true, true]);
    expect(isDirect()).toBe(false);
  });

  test("ends with an error too", () => {
    const failing = (): never => {
      throw new Error("inside");
    };
    for (const depth of [0, 10, 50, 51, 120]) {
      expect(() => run(() => nested(depth, failing), true)).toThrow("inside");
      expect(isDirect()).toBe(false);
    }
  });

  test.each([0, 1, 49, 50, 51, 52, 100, 101, 160])("%i calls inside each other give the innermost value", (depth) => {
    let innermost = 0;
    expect(run(() => nested(depth, () => ++innermost), true)).toBe(1);
    expect(innermost).toBe(1);
  });

  test("makes fifty calls inside each other at once, and begins again for the next", () => {
    const begun = (depth: number): number => {
      let begun = 0;
      run(() => {
        begun++;
        return nested(depth, () => 0);
      }, true);
      return begun;
    };
    expect([1, 50, 51, 101].map(begun)).toEqual([1, 1, 2, 2]);
  });

  test("calls that follow each other are not inside each other", () => {
    let begun = 0;
    const sum = run(() => {
      begun++;
      let sum = 0;
      for (let i = 0; i < 200; i++) sum += callInside(() => i) as number;
      return sum;
    }, true);
    expect([sum, begun]).toEqual([19_900, 1]);
  });

  test("calls that were put off have their own values, in order", () => {
    const calls: string[] = [];
    const named = (name: string): unknown =>
      callInside(() => {
        calls.push(name);
        return name;
      });
    const list = run(() => nested(50, () => [named("a"), named("b"), named("c")]), true);
    expect(list).toEqual(["a", "b", "c"]);
    expect(calls).toEqual(["a", "b", "c"]);
  });

  test("is put off even where somebody catches errors", () => {
    const careful = (depth: number): unknown => {
      if (depth === 0) return "innermost";
      try {
        return callInside(() => careful(depth - 1));
      } catch {
        return "caught";
      }
    };
    expect(run(() => careful(130), true)).toBe("innermost");
  });
});
