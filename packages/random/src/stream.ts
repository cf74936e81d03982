import { chacha8 } from "@noble/ciphers/chacha.js";

/** Words of 32 bits that are computed at once, a multiple of the 16 of a block: fewer cost more each, more cost more at the start. */
const CHUNK = 512;

/** A key and a place: all that a stream is. */
export interface Place {
  readonly key: Uint8Array;
  /** How many words have been drawn. */
  readonly position: number;
}

/**
 * The words of a key: the key stream of ChaCha with 8 rounds, word `i` of which is a function of the key and of `i` alone. It
 * is made of additions, rotations and exclusive ors of 32-bit integers, so it is the same everywhere.
 *
 * Streams of different keys are independent as far as anybody can tell, which makes splitting as simple as drawing a key. (Short
 * linear generators have neither property: streams split off them may overlap or move together, and low bits are weak.)
 *
 * Source: Bernstein, "ChaCha, a variant of Salsa20" (2008). The same generator is the default of Go's `math/rand/v2`.
 */
export class Stream {
  readonly #key: Uint8Array;
  /** The chunk that is at hand, and the word of it that is next. */
  #chunk: number;
  #next: number;
  #words: Uint32Array | undefined;

  constructor({ key, position }: Place) {
    this.#key = key;
    this.#chunk = Math.floor(position / CHUNK);
    this.#next = position % CHUNK;
  }

  get place(): Place {
    return { key: this.#key, position: this.#chunk * CHUNK + this.#next };
  }

  /** Notes the place; the function that is returned goes back to it. */
  mark(): () => void {
    const [chunk, next] = [this.#chunk, this.#next];
    return () => {
      if (chunk !== this.#chunk) this.#words = undefined;
      this.#chunk = chunk;
      this.#next = next;
    };
  }

  /** The next word, an integer in [0, 2³²). */
  word(): number {
    if (this.#next === CHUNK) {
      this.#chunk++;
      this.#next = 0;
      this.#words = undefined;
    }
    this.#words ??= this.#computed(this.#chunk);
    return this.#words[this.#next++];
  }

  /** The next integer in [0, 2⁵³), of two words. */
  integer(): number {
    const high = this.word() >>> 5;
    return high * 2 ** 26 + (this.word() >>> 6);
  }

  /** The next multiples of 2⁻⁵³ in [0, 1): those that `uniform` would give one by one. */
  uniforms(count: number): Float64Array {
    const out = new Float64Array(count);
    let i = 0;
    while (i < count) {
      out[i++] = this.uniform();
      // The rest of the chunk at a stretch.
      const words = this.#words as Uint32Array;
      let next = this.#next;
      for (; i < count && next + 1 < CHUNK; next += 2) {
        out[i++] = ((words[next] >>> 5) * 2 ** 26 + (words[next + 1] >>> 6)) / 2 ** 53;
      }
      this.#next = next;
    }
    return out;
  }

  /** `within`, many times. */
  manyWithin(count: number): Float64Array {
    const out = this.uniforms(count);
    for (let i = 0; i < count; i++) out[i] = inner(out[i]);
    return out;
  }

  /** The next multiple of 2⁻⁵³ in [0, 1). */
  uniform(): number {
    return this.integer() / 2 ** 53;
  }

  /** The next number in (0, 1), never an end: the middle of one of 2⁵² equal intervals, which a double holds exactly. */
  within(): number {
    return inner(this.uniform());
  }

  /** The key of a stream of its own. */
  key(): Uint8Array {
    const bytes = new DataView(new ArrayBuffer(32));
    for (let i = 0; i < 8; i++) bytes.setUint32(4 * i, this.word(), true);
    return new Uint8Array(bytes.buffer);
  }

  #computed(chunk: number): Uint32Array {
    // The cipher counts fewer than 2³² blocks of 16 words; beyond 2³¹ the nonce counts on.
    const block = chunk * (CHUNK / 16);
    const nonce = new DataView(new ArrayBuffer(12));
    nonce.setUint32(0, Math.floor(block / 2 ** 31), true);
    const zeros = new Uint8Array(4 * CHUNK);
    const bytes = chacha8(this.#key, new Uint8Array(nonce.buffer), zeros, undefined, block % 2 ** 31);
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    const words = new Uint32Array(CHUNK);
    for (let i = 0; i < CHUNK; i++) words[i] = view.getUint32(4 * i, true);
    return words;
  }
}

function inner(u: number): number {
  return (2 * Math.floor(u * 2 ** 52) + 1) / 2 ** 53;
}
