import { expect, test } from "vitest";
import { shortest } from "../src/worker/timing.ts";

/** A clock that the functions move on. */
function machine() {
  let now = 0;
  const calls: string[] = [];
  return {
    clock: () => now,
    calls,
    takes: (name: string, time: (call: number) => number) => {
      let call = 0;
      return () => {
        calls.push(name);
        now += time(call++);
      };
    },
  };
}

test("functions take turns, and the shortest time of each counts", () => {
  const m = machine();
  const g = m.takes("g", (call) => (call < 2 ? 60 : 6));
  expect(shortest([m.takes("f", () => 3), g], 0, m.clock)).toEqual([3, 6]);
  expect(m.calls.join("")).toBe("fgfgfgfg");
});

test("there are further turns where time is given, twelve at most", () => {
  const turns = (spend: number): number => {
    const m = machine();
    shortest([m.takes("f", () => 10)], spend, m.clock);
    return m.calls.length;
  };
  expect([0, 60, 1000].map(turns)).toEqual([4, 6, 12]);
});

test("what is or becomes short is repeated until the clock sees it, and no more than 2^14 times", () => {
  const m = machine();
  const f = m.takes("f", (call) => (call === 0 ? 5 : 0.5));
  expect(shortest([f, m.takes("g", () => 0)], 0, m.clock)).toEqual([0.5, 0]);
  // 1; then 1, 2, 4; then 4 and 4
  expect(m.calls.filter((name) => name === "f")).toHaveLength(1 + 7 + 4 + 4);
  expect(m.calls.filter((name) => name === "g")).toHaveLength(2 ** 14 - 1 + 4 * 2 ** 14);
});
