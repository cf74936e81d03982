import type * as Koffi from "koffi";

/**
 * Numbers in memory that does not move, because Fortran takes all arguments by reference. An address costs less than an
 * array of one entry (about 20 ns less), and a foreign call has up to a dozen of them.
 *
 * A cell has eight bytes, so that an integer in it reads the same to libraries with integers of 32 and of 64 bits (koffi
 * runs on little-endian machines).
 */
export interface Cells {
  /** Puts an integer ≥ 0 into a cell. Returns the cell's address. */
  int(cell: number, value: number): number;
  /** Puts a number into a cell. Returns the cell's address. */
  double(cell: number, value: number): number;
  /** The address of a string of one letter. */
  letter(letter: string): number;
  /** The address of −1, which as the length of a work array asks how long it should be. */
  readonly query: number;
  /** The address of what is 1 to those who read 32 bits, and negative to those who read 64. */
  readonly probe: number;
  /** The address where functions leave a number that says what went wrong. */
  readonly info: number;
  /** What they left there. */
  outcome(): number;
}

const COUNT = 16;
const QUERY = COUNT;
const PROBE = COUNT + 1;
const INFO = COUNT + 2;
// Behind the cells all of ASCII, each letter in the place of its code.
const LETTERS = 8 * (COUNT + 3);

/** New cells: sixteen to be filled, numbered from 0. */
export function makeCells(koffi: typeof Koffi): Cells {
  const memory = koffi.alloc("uint8_t", LETTERS + 128);
  const base = Number(memory);
  const buffer = koffi.view(memory, LETTERS + 128);
  const ints = new Int32Array(buffer, 0, LETTERS / 4).fill(0);
  const doubles = new Float64Array(buffer, 0, LETTERS / 8);
  ints.set([-1, -1], 2 * QUERY);
  ints.set([1, -1], 2 * PROBE);
  for (let code = 0; code < 128; code++) new Uint8Array(buffer)[LETTERS + code] = code;
  return {
    int(cell, value) {
      ints[2 * cell] = value;
      ints[2 * cell + 1] = 0;
      return base + 8 * cell;
    },
    double(cell, value) {
      doubles[cell] = value;
      return base + 8 * cell;
    },
    letter: (letter) => base + LETTERS + letter.charCodeAt(0),
    query: base + 8 * QUERY,
    probe: base + 8 * PROBE,
    info: base + 8 * INFO,
    outcome: () => ints[2 * INFO],
  };
}
