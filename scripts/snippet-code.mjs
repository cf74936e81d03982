// Turns a documentation snippet into a module that can be compiled and run: comments become assertions, and an example
// of a docstring that leaves out its imports gets them.
import ts from "typescript-5.9";

const parse = (text) => ts.createSourceFile("snippet.ts", text, ts.ScriptTarget.ESNext, true);

/**
 * `a + b; // => 3` becomes `expectValue(a + b, "3");`, `f(); // throws E` becomes `await expectThrow(...)`. The comment stands
 * behind the statement, or in the line below it.
 */
export function assertComments(text) {
  let result = "";
  let done = 0;
  const visit = (node) => {
    const comment = /^[ \t]*(\n[ \t]*)?\/\/ (=>|throws) (.*)/.exec(text.slice(node.getEnd()));
    if (!comment || !(ts.isExpressionStatement(node) || ts.isVariableStatement(node)))
      return ts.forEachChild(node, visit);
    const code = node.getText();
    const [, below = "", kind, expected] = comment;
    const shown = JSON.stringify(expected.trim());
    result += text.slice(done, node.getStart());
    if (kind === "throws") result += `await expectThrow(async () => { ${code} }, ${shown});`;
    else if (ts.isVariableStatement(node)) result += `${code} expectValue(${declared(node)}, ${shown});`;
    else result += `expectValue(${printed(node.expression)}, ${shown});`;
    result += below;
    done = node.getEnd() + comment[0].length;
  };
  visit(parse(text));
  result += text.slice(done);
  const left = /^.*\/\/ (=>|throws) .*$/m.exec(result);
  if (left) throw new Error(`this comment stands behind no statement: ${left[0].trim()}`);
  return `${result}\nexport {};\n`;
}

/** A binding pattern reads as an expression too: `[value, gradient]`, `{ q, r }`. */
const declared = (statement) => `(${statement.declarationList.declarations.at(-1).name.getText()})`;

/** What `console.log(x)` shows is x. */
function printed(expression) {
  const isLog = ts.isCallExpression(expression) && expression.expression.getText() === "console.log";
  return isLog && expression.arguments.length === 1 ? expression.arguments[0].getText() : `(${expression.getText()})`;
}

/** Import lines for the exported names that a text uses without declaring them; none when it has imports of its own. */
export function missingImports(text, exported) {
  if (/^\s*import\b/m.test(text)) return "";
  const used = new Set();
  const own = new Set();
  const visit = (node) => {
    if (ts.isIdentifier(node)) {
      const { parent } = node;
      const isMember =
        (ts.isPropertyAccessExpression(parent) || ts.isPropertyAssignment(parent)) && parent.name === node;
      const isDeclared = parent.name === node && !isMember && !ts.isShorthandPropertyAssignment(parent);
      if (isDeclared) own.add(node.text);
      else if (!isMember) used.add(node.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(parse(text));
  const rows = exported.filter((row) => row.own && used.has(row.name) && !own.has(row.name));
  return rows.map((row) => `import { ${row.isValue ? "" : "type "}${row.name} } from "${row.specifier}";`).join(" ");
}
