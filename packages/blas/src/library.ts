import { createRequire } from "node:module";
import type * as Koffi from "koffi";
import { type Cells, makeCells } from "./cells.ts";
import { signatures, spellingIn } from "./symbols.ts";

type ForeignFunction = (...args: (number | Float64Array | Int32Array)[]) => number;

/** The functions of a loaded library; arrays are handed over in place, other arguments by `cells`. */
export type Library = { readonly [F in keyof typeof signatures]: ForeignFunction } & {
  readonly file: string;
  readonly cells: Cells;
  /** How many words of 32 bits an integer in an array has: 1 or 2. */
  readonly words: number;
};

/** A file that may be a BLAS with LAPACK. */
export interface Candidate {
  readonly file: string;
  /** It has a name that any BLAS may have, the reference implementation as well, which is then refused. */
  readonly common?: boolean;
}

// koffi calls on a stack of its own, of 2 MB by default; on several threads OpenBLAS keeps tables on it that grow with the square of
// their number, and a process without room for them dies. This is what a main thread has.
const STACK = 8 * 2 ** 20;

const types: Readonly<Record<string, string>> = { s: "size_t", d: "double *", i: "int32_t *", l: "size_t" };

/** Loads a file, which must have every function. */
export function open({ file, common = false }: Candidate): Library {
  // koffi is a native module: loaded here, so that importing this package loads nothing.
  const koffi = createRequire(import.meta.url)("koffi") as typeof Koffi;
  makeRoom(koffi);
  const library = koffi.load(file);
  const spelling = spellingIn((symbol) => {
    try {
      library.func(symbol, "void", []);
      return true;
    } catch {
      return false;
    }
  }, common);
  const functions = Object.entries(signatures).map(([name, parameters]) => {
    const result = name === "idamax" ? "int" : "void";
    return [
      name,
      library.func(
        spelling(name),
        result,
        Array.from(parameters, (letter) => types[letter]),
      ),
    ];
  });
  const cells = makeCells(koffi);
  const found = { file, cells, ...Object.fromEntries(functions) };
  return { ...found, words: wordsOf(found.idamax, cells) };
}

/** Asks where the largest of `probe` entries is: of one entry the first, but of a negative number of them none. */
function wordsOf(idamax: ForeignFunction, { int, probe }: Cells): number {
  return idamax(probe, Float64Array.of(1), int(0, 1)) === 1 ? 1 : 2;
}

/** Enlarges the stack, which is only possible as long as nobody has loaded a library with koffi. */
function makeRoom(koffi: typeof Koffi): void {
  if ((koffi.config().sync_stack_size ?? 0) >= STACK) return;
  try {
    koffi.config({ sync_stack_size: STACK });
  } catch {
    // Somebody has: most functions need less.
  }
}
