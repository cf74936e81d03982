// Runs one program and tells the page what it shows. The page ends this worker when the time is over.
import { load } from "./modules.ts";
import { prepare } from "./program.ts";
import { type Line, type Message, numbersOf, type Shown, show } from "./shown.ts";

const tell = (message: Message): void => self.postMessage(message);

/** The line of the program in which something was called or went wrong. */
function lineOf(stack: string | undefined): number | undefined {
  const [, line] = /program\.ts:(\d+)/.exec(stack ?? "") ?? [];
  return line === undefined ? undefined : Number(line) - header;
}

/** Lines that `AsyncFunction` puts before its body. */
const header = 2;
const here = (): number => lineOf(new Error("here").stack) ?? 0;

function tellValues(line: number, label: string, values: readonly Shown[], thrown = false): void {
  tell({ kind: "shown", line, label, values, thrown });
}

const names = ["log", "info", "warn", "error", "debug", "table"] as const;
const print = (...values: unknown[]): void =>
  tellValues(
    here(),
    "",
    values.map((value) => show(value)),
  );
const printing = Object.fromEntries(names.map((name) => [name, print]));

/** `plot(x, y)`, `plot(x, { mean, data })`: lines, and dots for those names that end in "data" or "points", in parentheses or not. */
function plot(x: unknown, y: unknown): void {
  const isOne = Array.isArray(y) || ArrayBuffer.isView(y) || (typeof y === "object" && y !== null && "shape" in y);
  const named: [string, unknown][] = isOne ? [["", y]] : Object.entries(y as object);
  const lines = named.map(
    ([name, values]): Line => ({ name, y: numbersOf(values), dots: /(data|points)\)?$/i.test(name) }),
  );
  tellValues(here(), "", [{ kind: "plot", x: numbersOf(x), lines }]);
}

async function expect(line: number, label: string, body: () => Promise<unknown>): Promise<void> {
  try {
    tellValues(line, label, [show(await body())]);
  } catch (error) {
    tellValues(line, label, [show(error)], true);
  }
}

async function run(code: string): Promise<void> {
  const start = performance.now();
  try {
    const { body, imports } = prepare(code);
    const modules = await load(imports);
    tell({ kind: "ready" });
    const AsyncFunction = run.constructor as FunctionConstructor;
    const parameters = ["_import", "_show", "_expect", "console", "show", "plot"];
    const program = AsyncFunction(...parameters, `${body}\n//# sourceURL=program.ts`);
    await program(
      (name: string) => modules.get(name),
      (line: number, label: string, value: unknown) => tellValues(line, label, [show(value)]),
      expect,
      printing,
      (value: unknown, label = "") => tellValues(here(), String(label), [show(value)]),
      plot,
    );
  } catch (error) {
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
    const [, line] = /\((\d+):\d+\)/.exec(message) ?? []; // of a SyntaxError
    tell({ kind: "failed", line: line === undefined ? lineOf(stack) : Number(line), name, message });
  }
  tell({ kind: "done", milliseconds: performance.now() - start });
}

self.addEventListener("message", ({ data }: MessageEvent<string>) => void run(data));
void load(["wengert"]); // at hand when the program comes
