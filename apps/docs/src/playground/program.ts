// Makes a program that can be run of what is in the editor: types are taken off, imports become look-ups, and the
// values of statements are shown. Lines stay where they were.
import { type ExpressionStatement, type Program, parse, type Statement, type VariableDeclaration } from "acorn";
import { transform } from "sucrase";

/** The body of an async function of `_import`, `_show`, `_expect`, and the packages it imports. */
export interface Prepared {
  readonly body: string;
  readonly imports: readonly string[];
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The comment behind a statement: `=>` or `throws`. */
function promised(code: string, end: number): string | undefined {
  return (
    /^[ \t]*;?[ \t]*\/\/ (=>|throws) /.exec(code.slice(end, end + 40))?.[1] ??
    /^\s*\n?\s*\/\/ (=>) /.exec(code.slice(end, end + 40))?.[1]
  );
}

/** `import { a, b as c } from "m"` as `const { a, b: c } = _import("m");`. */
function importEdit(node: Extract<Program["body"][number], { type: "ImportDeclaration" }>, code: string): Edit {
  const source = `_import(${JSON.stringify(node.source.value)})`;
  const whole = node.specifiers.find(({ type }) => type === "ImportNamespaceSpecifier");
  const names = node.specifiers.flatMap((one) => {
    if (one.type === "ImportDefaultSpecifier") return [`default: ${one.local.name}`];
    if (one.type !== "ImportSpecifier") return [];
    const imported = one.imported.type === "Identifier" ? one.imported.name : JSON.stringify(one.imported.value);
    return [`${imported}: ${one.local.name}`];
  });
  const target = whole === undefined ? `{ ${names.join(", ")} }` : whole.local.name;
  const lines = code.slice(node.start, node.end).split("\n").length - 1;
  return { start: node.start, end: node.end, text: `const ${target} = ${source};${"\n".repeat(lines)}` };
}

const silent = new Set(["AssignmentExpression", "UpdateExpression"]);

/** Calls that print by themselves. */
const prints = (text: string): boolean => /^(console\.|show\(|plot\()/.test(text);

function expressionEdits(node: ExpressionStatement, code: string, line: number): Edit[] {
  const { expression } = node;
  const text = code.slice(expression.start, expression.end);
  if (promised(code, node.end) === "throws")
    return [
      {
        start: node.start,
        end: node.end,
        text: `await _expect(${line}, ${JSON.stringify(text)}, async () => (${text}));`,
      },
    ];
  if (silent.has(expression.type) || prints(text)) return [];
  return [{ start: node.start, end: node.end, text: `_show(${line}, ${JSON.stringify(text)}, (${text}));` }];
}

function declarationEdits(node: VariableDeclaration, code: string, line: number): Edit[] {
  const target = node.declarations.at(-1)?.id;
  const promise = promised(code, node.end);
  if (target === undefined || promise === undefined) return [];
  const text = code.slice(target.start, target.end);
  if (promise === "throws") {
    const all = code.slice(node.start, node.end);
    return [
      {
        start: node.start,
        end: node.end,
        text: `await _expect(${line}, ${JSON.stringify(all)}, async () => { ${all} });`,
      },
    ];
  }
  return [{ start: node.end, end: node.end, text: ` _show(${line}, ${JSON.stringify(text)}, ${text});` }];
}

/** Throws a SyntaxError, with its place, for a text that is no program. */
export function prepare(typescript: string): Prepared {
  const { code } = transform(typescript, { transforms: ["typescript"], disableESTransforms: true });
  const { body } = parse(code, {
    ecmaVersion: "latest",
    sourceType: "module",
    locations: true,
    allowAwaitOutsideFunction: true,
  });
  const imports = new Set<string>();
  const edits = body.flatMap((node): Edit[] => {
    const line = node.loc?.start.line ?? 0;
    switch (node.type) {
      case "ImportDeclaration":
        imports.add(String(node.source.value));
        return [importEdit(node, code)];
      case "ExportNamedDeclaration":
      case "ExportDefaultDeclaration": {
        const inner = node.declaration as Statement | null | undefined;
        return [
          {
            start: node.start,
            end: inner?.start ?? node.end,
            text: node.type === "ExportDefaultDeclaration" && inner !== null ? "void " : "",
          },
        ];
      }
      case "ExpressionStatement":
        return expressionEdits(node, code, line);
      case "VariableDeclaration":
        return declarationEdits(node, code, line);
      default:
        return [];
    }
  });
  let text = "";
  let done = 0;
  for (const { start, end, text: replacement } of edits) {
    text += code.slice(done, start) + replacement;
    done = end;
  }
  return { body: text + code.slice(done), imports: [...imports] };
}
