/** Bytes that are written one after the other. */
export class Bytes {
  #data = new Uint8Array(1024);
  #view = new DataView(this.#data.buffer);
  length = 0;

  byte(value: number): void {
    if (this.length === this.#data.length) this.#reserve(1);
    this.#data[this.length++] = value;
  }

  /** An unsigned integer of up to 32 bits, LEB128. */
  unsigned(value: number): void {
    if (value < 128) {
      this.byte(value);
      return;
    }
    this.#reserve(5);
    let rest = value;
    while (rest > 127) {
      this.#data[this.length++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    this.#data[this.length++] = rest;
  }

  /** A signed integer of up to 32 bits, LEB128. */
  signed(value: number): void {
    this.#reserve(5);
    let rest = value;
    while (rest < -64 || rest > 63) {
      this.#data[this.length++] = (rest & 127) | 128;
      rest >>= 7;
    }
    this.#data[this.length++] = rest & 127;
  }

  double(value: number): void {
    this.#reserve(8);
    this.#view.setFloat64(this.length, value, true);
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
    this.#view = new DataView(data.buffer);
  }
}
