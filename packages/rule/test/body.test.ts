/* The body of an adjoint or a pushforward: when it runs, what it may return, and what it is called in errors. */
import { type Tensor, tensor, WengertError } from "@wengert/array";
import { describe, expect, test } from "vitest";
import { Body } from "../src/body.ts";
import { adjoint, pushforward } from "../src/index.ts";

describe("runs", () => {
  const counted = (): { body: Body; runs: () => number } => {
    let runs = 0;
    const f = (x: Tensor): unknown => {
      runs++;
      return [x, (bar: Tensor) => [bar]];
    };
    return { body: new Body("adjoint", f, [tensor(1)]), runs: () => runs };
  };

  test("once for a value and its derivative", () => {
    const { body, runs } = counted();
    const x = tensor(2);
    expect(body.at([x]).value.values).toEqual([x]);
    expect(body.pull([x], [tensor(3)], (bars) => (bars as Tensor[])[0].item())).toBe(3);
    expect(runs()).toBe(1);
    // Equal is not the same: a derivative belongs to a place in a program.
    body.at([tensor(2)]);
    expect(runs()).toBe(2);
  });

  test("are kept, the last sixteen of them", () => {
    const { body, runs } = counted();
    const xs = Array.from({ length: 17 }, (_, i) => tensor(i));
    for (const x of xs) body.at([x]);
    for (const x of xs.slice(1)) body.at([x]);
    expect(runs()).toBe(17);
    body.at([xs[0]]);
    expect(runs()).toBe(18);
  });

  test("are told apart by every argument", () => {
    let runs = 0;
    const f = (x: Tensor, y: Tensor): unknown => [[x, y], () => [runs++]];
    const body = new Body("adjoint", f, [1, 2]);
    const [a, b, c] = [tensor(1), tensor(2), tensor(3)];
    expect(body.at([a, b]).value.values).toEqual([a, b]);
    expect(body.at([a, c]).value.values).toEqual([a, c]);
    expect(body.at([c, b]).value.values).toEqual([c, b]);
  });
});

describe("a body that returns something else than a value and a function", () => {
  const f = (): void => {};
  test.each<[unknown, string]>([
    [3, "it returned 3"],
    [undefined, "it returned undefined"],
    [f, "it returned a function"],
    [[3], "it returned [3]"],
    [[3, 4], "it returned [3, 4]"],
    [[3, f, 5], "it returned [3, a function, 5]"],
    [[1, 2, 3, 4, 5, 6], "it returned [1, 2, 3, 4]."],
    [{ length: 2, 0: 3, 1: f }, "it returned a"],
  ])("is refused: %o", (result, message) => {
    for (const make of [adjoint, pushforward] as ((f: unknown) => (x: number) => unknown)[]) {
      expect(() => make(() => result)(1)).toThrow(WengertError);
      expect(() => make(() => result)(1)).toThrow(message);
    }
  });

  test("is named as its function is, or as its kind", () => {
    expect(() =>
      adjoint(function energy() {
        return 3;
      } as never)(1),
    ).toThrow(/^energy: the body must return/);
    expect(() => adjoint((() => 3) as never)(1)).toThrow(/^adjoint: the body/);
    expect(() => pushforward((() => 3) as never)(1)).toThrow(/^pushforward: the body/);
  });
});
