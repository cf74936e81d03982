import { expressionOf, parseExpression, startsFrom } from "@wengert/gp-app/model";
import { describe, expect, test } from "vitest";
import { covarianceOf, inheriting, rounded, rowsOf, treeOf, withValues } from "../src/model/convert.ts";
import { joined, moved, nested, nudged, out, removed } from "../src/model/edit.ts";
import { isGroup, type Node, nodesOf } from "../src/model/tree.ts";

const data = { x: Float64Array.of(0, 1, 2), y: Float64Array.of(0, 1, 3) };
const treeFrom = (text: string): Node => treeOf(startsFrom(parseExpression(text), [data.x], data.y));
const text = (node: Node): string => expressionOf(covarianceOf(node));
const named = (tree: Node, name: string): string => {
  const node = nodesOf(tree).find((one) => one.name === name);
  if (node === undefined) throw new Error(`there is no ${name}`);
  return node.id;
};

const whole = "4*rbf(2) + 3*rbf(5)*periodic(1, period=2) + 0.5*noise";

describe("a tree", () => {
  test.each([
    whole,
    "fixed(4)*rbf(within(2, 1, 9)) + logNormal(0.5, 0.4, 1)*noise",
    "2*(rbf(1) + matern(3, nu=1.5))*linear + constant",
    "9*rbf([1, fixed(2)])",
  ])("of %s is that expression again", (expression) => {
    const y = Float64Array.of(0, 1, 3);
    const x = expression.includes("[") ? [data.x, y] : [data.x];
    expect(text(treeOf(startsFrom(parseExpression(expression), x, y)))).toBe(expression);
  });

  test("numbers its parameters as the model package does", () => {
    const tree = treeFrom(whole);
    const paths = rowsOf(tree).map(({ path }) => path);
    expect(paths.slice(0, 3)).toEqual(["rbf.variance", "rbf.length", "rbfPeriodic.variance"]);
    expect(
      text(
        withValues(
          tree,
          paths.map((_, i) => i + 1),
        ),
      ),
    ).toBe("1*rbf(2) + 3*rbf(4)*periodic(5, period=2) + 6*noise");
  });

  test("takes a value on its bound a little inside", () => {
    const tree = withValues(treeFrom("within(2, 1, 5)*rbf(1)"), [5, 1]);
    const { variance = 0 } = covarianceOf(tree);
    expect(variance).toBeLessThan(5);
    expect(variance).toBeGreaterThan(4.99);
  });
});

describe("edits", () => {
  const tree = treeFrom(whole);
  const other = treeOf(startsFrom(parseExpression("7*linear"), [data.x], data.y), "linear");

  test("a part is added beside another, or to a group, and multiplied into a product", () => {
    expect(text(joined(tree, named(tree, "rbf"), "sum", other))).toBe(`4*rbf(2) + 7*linear + ${whole.slice(11)}`);
    expect(text(joined(tree, tree.id, "sum", other))).toBe(`${whole} + 7*linear`);
    expect(text(joined(tree, named(tree, "noise"), "product", other))).toMatch(/0\.5\*noise\*linear$/);
  });

  test("parts move among siblings, into groups and out of them", () => {
    const noise = named(tree, "noise");
    expect(text(nudged(tree, noise, -1))).toBe("4*rbf(2) + 0.5*noise + 3*rbf(5)*periodic(1, period=2)");
    const inner = nested(tree, noise);
    expect(text(inner)).toBe("4*rbf(2) + 3*rbf(5)*periodic(1, period=2)*0.5*noise");
    expect(text(out(inner, noise))).toBe(whole);
  });

  test("nothing moves into itself, and the first does not move up", () => {
    const group = named(tree, "rbfPeriodic");
    expect(moved(tree, group, { parent: group, index: 0 })).toBe(tree);
    expect(nudged(tree, named(tree, "rbf"), -1)).toBe(tree);
    expect(removed(tree, tree.id)).toBe(tree);
  });

  test("a group of one part is that part", () => {
    const left = removed(tree, named(tree, "periodic"));
    expect(text(left)).toBe("4*rbf(2) + 3*rbf(5) + 0.5*noise");
    expect(nodesOf(left).filter(isGroup)).toHaveLength(1);
  });
});

test("an expression that is written again keeps names, identities and all digits", () => {
  const before = withValues(treeFrom(whole), [4.123456789, 2, 3, 5, 1, 0.5]);
  const named: Node = isGroup(before)
    ? { ...before, children: before.children.map((child, i) => ({ ...child, name: ["trend", "season", "rest"][i] })) }
    : before;
  const written = text(rounded(named));
  expect(written).toMatch(/^4\.123\*rbf/);
  const again = inheriting(treeFrom(written.replace("0.5*noise", "0.6*noise")), named);
  expect(nodesOf(again).map(({ id, name }) => [id, name])).toEqual(nodesOf(named).map(({ id, name }) => [id, name]));
  expect(rowsOf(again).map(({ parameter }) => parameter.value)).toEqual([4.123456789, 2, 3, 5, 1, 0.6]);
});
