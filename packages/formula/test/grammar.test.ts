import { describe, expect, it } from "vitest";
import type { Item, Node } from "../src/grammar/node.ts";
import { parse } from "../src/grammar/parse.ts";

/** The tree of a formula, with all of its parentheses. */
function shown(node: Node): string {
  switch (node.kind) {
    case "number":
      return String(node.value);
    case "text":
      return `"${node.value}"`;
    case "hole":
      return `$${node.index}`;
    case "name":
      return node.name;
    case "prefix":
      return `(${node.op}${shown(node.of)})`;
    case "postfix":
      return `(${shown(node.of)}${node.op})`;
    case "infix":
      return `(${shown(node.left)} ${node.op} ${shown(node.right)})`;
    case "list":
      return `[${node.items.map(shown).join(" ")}]`;
    case "index":
      return `${shown(node.of)}[${node.items.map(item).join(" ")}]`;
    case "member":
      return `${shown(node.of)}.${node.name}`;
    case "call": {
      const options = node.options.map(({ name, value }) => `${name}=${shown(value)}`);
      return `${node.callee.name}(${[...node.args.map(shown), ...options].join(" ")})`;
    }
  }
}

function item(item: Item): string {
  if (item.kind === "rest") return "...";
  if (item.kind === "at") return shown(item.value);
  return item.bounds.map((bound) => (bound === undefined ? "" : shown(bound))).join(":");
}

describe("precedence", () => {
  it.each([
    // as in Python
    ["a + b * c", "(a + (b * c))"],
    ["a * b + c", "((a * b) + c)"],
    ["a - b - c", "((a - b) - c)"],
    ["a - b + c", "((a - b) + c)"],
    ["a / b / c", "((a / b) / c)"],
    ["a / b * c", "((a / b) * c)"],
    ["a * b @ c", "((a * b) @ c)"],
    ["a @ b * c", "((a @ b) * c)"],
    ["a @ b @ c", "((a @ b) @ c)"],
    ["a ^ b ^ c", "(a ^ (b ^ c))"],
    ["-x ^ 2", "(-(x ^ 2))"],
    ["2 ^ -x", "(2 ^ (-x))"],
    ["2 ^ -x ^ 2", "(2 ^ (-(x ^ 2)))"],
    ["2 ^ -x * 3", "((2 ^ (-x)) * 3)"],
    ["-a * b", "((-a) * b)"],
    ["a * -b", "(a * (-b))"],
    ["- - a", "(-(-a))"],
    ["a - -b", "(a - (-b))"],
    ["+a - b", "((+a) - b)"],
    ["a + b < c * d", "((a + b) < (c * d))"],
    ["a == b + 1", "(a == (b + 1))"],
    ["(a < b) < c", "((a < b) < c)"],
    ["(a + b) * c", "((a + b) * c)"],
    ["-x[0]", "(-x[0])"],
    ["a ^ b[1]", "(a ^ b[1])"],
    ["f(x) ^ 2", "(f(x) ^ 2)"],
    // transposes and solves
    ["a * b'", "(a * (b'))"],
    ["-a'", "(-(a'))"],
    ["a' ^ 2", "((a') ^ 2)"],
    ["(a ^ 2)'", "((a ^ 2)')"],
    ["a ^ (n')", "(a ^ (n'))"],
    ["a''", "((a')')"],
    ["f(a)' @ b", "((f(a)') @ b)"],
    ["a[0]'", "(a[0]')"],
    ["0.5 * y' * K \\ y", "((0.5 * (y')) * (K \\ y))"],
    ["y' @ K \\ y", "((y') @ (K \\ y))"],
    ["K \\ y * z", "((K \\ y) * z)"],
    ["K \\ a @ b", "((K \\ a) @ b)"],
    ["-K \\ y", "((-K) \\ y)"],
    ["K \\ -y", "(K \\ (-y))"],
    ["K \\ y ^ 2", "(K \\ (y ^ 2))"],
    ["K \\ y'", "(K \\ (y'))"],
    ["a + K \\ y", "(a + (K \\ y))"],
    ["A \\ (B \\ c)", "(A \\ (B \\ c))"],
  ])("%s", (text, tree) => {
    expect(shown(parse(text).result)).toBe(tree);
  });
});

describe("words", () => {
  it.each([
    ["1", "1"],
    ["1.5e-3", "0.0015"],
    [".5", "0.5"],
    ["5.", "5"],
    ["1_000", "1000"],
    ["2E2", "200"],
    ["1.*x", "(1 * x)"],
    ["σ_f * ℓ1", "(σ_f * ℓ1)"],
    ['f("ij,jk->ik", a)', 'f("ij,jk->ik" a)'],
    ["a\n\t+ b", "(a + b)"],
    ["a<=b", "(a <= b)"],
    ["eigh(K).values[0]", "eigh(K).values[0]"],
    ["sum(x, axis=1, keepDims=true)", "sum(x axis=1 keepDims=true)"],
    ["f(x == 1)", "f((x == 1))"],
    ["f()", "f()"],
    ["[1, [2]]", "[1 [2]]"],
    ["[]", "[]"],
    ["x[1, :, -1]", "x[1 : (-1)]"],
    ["x[1:3]", "x[1:3]"],
    ["x[::-1]", "x[::(-1)]"],
    ["x[a + 1:, ..., newaxis]", "x[(a + 1): ... newaxis]"],
    ["x[:n:2][0]", "x[:n:2][0]"],
  ])("%s", (text, tree) => {
    expect(shown(parse(text).result)).toBe(tree);
  });

  it("parts have names", () => {
    const { parts, result } = parse("d = x - y; s = d ^ 2; exp(-s)");
    expect(parts.map(({ name, value }) => `${name} = ${shown(value)}`)).toEqual(["d = (x - y)", "s = (d ^ 2)"]);
    expect(shown(result)).toBe("exp((-s))");
  });

  it("every node knows its place", () => {
    const text = "a + sin( b * (c + d)' )";
    const { result } = parse(text);
    const places: string[] = [];
    const walk = (node: Node): void => {
      places.push(text.slice(node.start, node.end));
      if (node.kind === "infix") [node.left, node.right].forEach(walk);
      if (node.kind === "postfix") walk(node.of);
      if (node.kind === "call") node.args.forEach(walk);
    };
    walk(result);
    expect(places).toEqual([text, "a", "sin( b * (c + d)' )", "b * (c + d)'", "b", "(c + d)'", "(c + d)", "c", "d"]);
  });
});
