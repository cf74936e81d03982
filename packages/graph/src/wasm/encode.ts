/*
 * WebAssembly modules as bytes, as far as plans need.
 * Source: WebAssembly Core Specification 2.0, chapter 5.
 */
import { Bytes } from "./bytes.ts";

/** Opcodes. */
export const op = {
  block: 0x02,
  loop: 0x03,
  if: 0x04,
  end: 0x0b,
  branch: 0x0c,
  branchIf: 0x0d,
  call: 0x10,
  select: 0x1b,
  localGet: 0x20,
  localSet: 0x21,
  localTee: 0x22,
  load: 0x2b,
  store: 0x39,
  i32Const: 0x41,
  f64Const: 0x44,
  i32Eqz: 0x45,
  eq: 0x61,
  ne: 0x62,
  i32Less: 0x48,
  i32Add: 0x6a,
  i32Sub: 0x6b,
  i32Mul: 0x6c,
  i32And: 0x71,
  i32ShiftLeft: 0x74,
  convert: 0xb7,
  vector: 0xfd,
} as const;

/** The type of a block that takes and leaves nothing. */
export const NOTHING = 0x40;

/** Types of values. */
export const I32 = 0x7f;
const F64 = 0x7c;
const V128 = 0x7b;

/** A function: the instructions of its body, and what it needs. */
export interface Body {
  readonly code: Bytes;
  /** Its locals of 64-bit floats. Default none. */
  readonly locals?: number;
  /** Its arguments, integers of 32 bits. Default none. */
  readonly params?: number;
  /** Its locals of that kind, which come before the others. Default none. */
  readonly integers?: number;
  /** Its locals of two lanes, which come last. Default none. */
  readonly vectors?: number;
  /** Whether it returns such an integer. Default it returns nothing. */
  readonly returns?: boolean;
}

/** The types of what a function takes and returns. */
export type Signature = readonly [inputs: readonly number[], outputs: readonly number[]];

/** A module that imports functions of numbers and a memory, and exports functions under the names "0", "1", … */
export function encoded(arities: readonly number[], bodies: readonly Body[], pages: number): Uint8Array<ArrayBuffer> {
  return moduleOf(
    arities.map((arity): Signature => [new Array(arity).fill(F64), [F64]]),
    bodies,
    pages,
  );
}

/** Likewise, of functions of any signature. @param pages - the least that the memory has */
export function moduleOf(
  signatures: readonly Signature[],
  bodies: readonly Body[],
  pages: number,
): Uint8Array<ArrayBuffer> {
  const out = new Bytes();
  const types = new Types();
  const imported = signatures.map((signature) => types.of(signature));
  const own = bodies.map(({ params = 0, returns = false }) =>
    types.of([new Array(params).fill(I32), returns ? [I32] : []]),
  );
  for (const byte of [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]) out.byte(byte);
  section(out, 1, (bytes) => types.write(bytes));
  section(out, 2, (bytes) => {
    bytes.unsigned(signatures.length + 1);
    bytes.text("e");
    bytes.text("m");
    bytes.byte(2);
    bytes.byte(0);
    bytes.unsigned(pages);
    for (const [i, type] of imported.entries()) {
      bytes.text("f");
      bytes.text(String(i));
      bytes.byte(0);
      bytes.unsigned(type);
    }
  });
  section(out, 3, (bytes) => {
    bytes.unsigned(bodies.length);
    for (const type of own) bytes.unsigned(type);
  });
  section(out, 7, (bytes) => {
    bytes.unsigned(bodies.length);
    for (let i = 0; i < bodies.length; i++) {
      bytes.text(String(i));
      bytes.byte(0);
      bytes.unsigned(signatures.length + i);
    }
  });
  section(out, 10, (bytes) => {
    bytes.unsigned(bodies.length);
    for (const body of bodies) function_(bytes, body);
  });
  return out.content;
}

function function_(bytes: Bytes, { code, locals = 0, integers = 0, vectors = 0 }: Body): void {
  const body = new Bytes();
  const groups = [
    [integers, I32],
    [locals, F64],
    [vectors, V128],
  ].filter(([count]) => count > 0);
  body.unsigned(groups.length);
  for (const [count, type] of groups) {
    body.unsigned(count);
    body.byte(type);
  }
  body.append(code);
  body.byte(op.end);
  bytes.unsigned(body.length);
  bytes.append(body);
}

/** Types of functions, each once. */
class Types {
  readonly #numbers = new Map<string, number>();
  readonly #all: Signature[] = [];

  of(signature: Signature): number {
    const key = signature.join(":");
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#all.push(signature) - 1;
      this.#numbers.set(key, number);
    }
    return number;
  }

  write(bytes: Bytes): void {
    bytes.unsigned(this.#all.length);
    for (const signature of this.#all) {
      bytes.byte(0x60);
      for (const list of signature) {
        bytes.unsigned(list.length);
        for (const type of list) bytes.byte(type);
      }
    }
  }
}

function section(out: Bytes, id: number, write: (bytes: Bytes) => void): void {
  const bytes = new Bytes();
  write(bytes);
  out.byte(id);
  out.unsigned(bytes.length);
  out.append(bytes);
}
