import { broadcastPrefix, TreeMismatchError } from "@wengert/tree";
import { expect, test } from "vitest";

const model = { kernel: { scale: 1, lengths: [2, 3], name: "rbf" }, noise: 4 };

test("a leaf speaks for its whole branch", () => {
  expect(broadcastPrefix(7, model)).toEqual({ kernel: { scale: 7, lengths: [7, 7], name: "rbf" }, noise: 7 });
  expect(broadcastPrefix({ noise: 0, kernel: { scale: 1, lengths: true, name: 0 } }, model)).toEqual({
    kernel: { scale: 1, lengths: [true, true], name: "rbf" },
    noise: 0,
  });
  expect(broadcastPrefix(model, model)).toEqual(model);
});

test("a branch that the tree has not is refused with its path", () => {
  expect(() => broadcastPrefix({ kernel: 1, noise: { a: 1 } }, model)).toThrow(TreeMismatchError);
  expect(() => broadcastPrefix({ kernel: { scale: 1 }, noise: 1 }, model)).toThrow(/kernel\.lengths/);
  expect(() => broadcastPrefix({ kernel: 1 }, model)).toThrow(/noise/);
});
