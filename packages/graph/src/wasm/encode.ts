/*
 * WebAssembly's binary format, as much of it as plans need.
 * Source: WebAssembly Core Specification 2.0, chapter 5.
 */

/** Bytes that are written one after the other. */
export class Bytes {
  #data = new Uint8Array(1024);
  length = 0;

  byte(value: number): void {
    this.#reserve(1);
    this.#data[this.length++] = value;
  }

  /** An unsigned integer of up to 32 bits, LEB128. */
  unsigned(value: number): void {
    this.#reserve(5);
    let rest = value;
    while (rest > 127) {
      this.#data[this.length++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    this.#data[this.length++] = rest;
  }

  double(value: number): void {
    this.#reserve(8);
    new DataView(this.#data.buffer).setFloat64(this.length, value, true);
    this.length += 8;
  }

  text(value: string): void {
    this.unsigned(value.length);
    for (let i = 0; i < value.length; i++) this.byte(value.charCodeAt(i));
  }

  append(bytes: Bytes): void {
    this.#reserve(bytes.length);
    this.#data.set(bytes.#data.subarray(0, bytes.length), this.length);
    this.length += bytes.length;
  }

  get content(): Uint8Array<ArrayBuffer> {
    return this.#data.slice(0, this.length);
  }

  #reserve(count: number): void {
    if (this.length + count <= this.#data.length) return;
    const data = new Uint8Array(2 * (this.length + count));
    data.set(this.#data);
    this.#data = data;
  }
}

/** Opcodes. */
export const op = {
  call: 0x10,
  end: 0x0b,
  select: 0x1b,
  localGet: 0x20,
  localSet: 0x21,
  localTee: 0x22,
  load: 0x2b,
  store: 0x39,
  i32Const: 0x41,
  f64Const: 0x44,
  eq: 0x61,
  ne: 0x62,
  convert: 0xb7,
} as const;

const F64 = 0x7c;

/** A function without arguments and results: the instructions of its body, and how many locals of 64-bit floats it has. */
export interface Body {
  readonly code: Bytes;
  readonly locals: number;
}

/** A module that imports functions of numbers and a memory, and exports functions under the names "0", "1", … */
export function encoded(arities: readonly number[], bodies: readonly Body[], pages: number): Uint8Array<ArrayBuffer> {
  const out = new Bytes();
  for (const byte of [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]) out.byte(byte);
  section(out, 1, (bytes) => {
    bytes.unsigned(3);
    for (const [inputs, outputs] of [
      [0, 0],
      [1, 1],
      [2, 1],
    ]) {
      bytes.byte(0x60);
      for (const count of [inputs, outputs]) {
        bytes.unsigned(count);
        for (let k = 0; k < count; k++) bytes.byte(F64);
      }
    }
  });
  section(out, 2, (bytes) => {
    bytes.unsigned(arities.length + 1);
    bytes.text("e");
    bytes.text("m");
    bytes.byte(2);
    bytes.byte(0);
    bytes.unsigned(pages);
    for (const [i, arity] of arities.entries()) {
      bytes.text("f");
      bytes.text(String(i));
      bytes.byte(0);
      bytes.unsigned(arity);
    }
  });
  section(out, 3, (bytes) => {
    bytes.unsigned(bodies.length);
    for (let i = 0; i < bodies.length; i++) bytes.unsigned(0);
  });
  section(out, 7, (bytes) => {
    bytes.unsigned(bodies.length);
    for (let i = 0; i < bodies.length; i++) {
      bytes.text(String(i));
      bytes.byte(0);
      bytes.unsigned(arities.length + i);
    }
  });
  section(out, 10, (bytes) => {
    bytes.unsigned(bodies.length);
    for (const { code, locals } of bodies) {
      const body = new Bytes();
      body.unsigned(locals === 0 ? 0 : 1);
      if (locals > 0) {
        body.unsigned(locals);
        body.byte(F64);
      }
      body.append(code);
      body.byte(op.end);
      bytes.unsigned(body.length);
      bytes.append(body);
    }
  });
  return out.content;
}

function section(out: Bytes, id: number, write: (bytes: Bytes) => void): void {
  const bytes = new Bytes();
  write(bytes);
  out.byte(id);
  out.unsigned(bytes.length);
  out.append(bytes);
}
