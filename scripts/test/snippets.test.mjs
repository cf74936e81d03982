import { expect, test } from "vitest";
import { assertComments } from "../snippet-code.mjs";
import { longLines } from "../snippets.mjs";

test("a comment is about the statement before it, in its line or in the line above", () => {
  const text = "add(1, 2); // => 3\nadd(\n  1,\n  2,\n);\n// => 3\nf();\n  // throws ShapeError: x\n";
  const lines = assertComments(text).split("\n");
  expect(lines[0]).toBe('expectValue((add(1, 2)), "3");');
  expect(lines[4]).toBe(')), "3");');
  expect(lines[6]).toBe('await expectThrow(async () => { f(); }, "ShapeError: x");');
});

test("a comment below an empty line is about nothing, and refused", () => {
  expect(() => assertComments("f();\n\n// => 3\n")).toThrow("behind no statement");
});

test("long lines of code are named, long lines of prose are not", () => {
  const long = "x".repeat(91);
  expect(longLines("a.md", `${long}\n\`\`\`ts\n${long}\n${"x".repeat(90)}\n\`\`\`\n${long}`)).toEqual([
    "a.md:3: 91 characters of code; the site has room for 90",
  ]);
});
