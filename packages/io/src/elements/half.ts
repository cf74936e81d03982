// Numbers of 16 bits. Node 20 has no Float16Array.

/**
 * IEEE 754 binary16: 1 bit of sign, 5 of exponent, 10 of mantissa.
 *
 *     (−1)^s 2^(e−15) (1 + m/1024);   e = 0: (−1)^s 2^(−24) m;   e = 31: ±∞ or NaN
 */
export function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const mantissa = bits & 1023;
  if (exponent === 31) return mantissa === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return exponent === 0 ? sign * mantissa * 2 ** -24 : sign * (1024 + mantissa) * 2 ** (exponent - 25);
}

/** The nearest binary16, ties to even. */
export function toHalf(x: number): number {
  const sign = x < 0 || Object.is(x, -0) ? 0x8000 : 0;
  const size = Math.abs(x);
  if (Number.isNaN(x)) return 0x7e00;
  if (size >= 65520) return sign | 0x7c00; // halfway between the largest and 2^16
  if (size < 2 ** -14) return sign | toEven(size * 2 ** 24); // 1024 of these is the smallest normal number, by its bits too
  const exponent = exponentOf(size);
  // A mantissa that rounds up to 2048 carries into the exponent, as it should.
  return sign | (((exponent + 14) << 10) + toEven(size * 2 ** (10 - exponent)));
}

/** bfloat16: the upper half of a 32-bit float. */
export function fromBrain(bits: number): number {
  word[0] = bits << 16;
  return float[0];
}

/** The nearest bfloat16, ties to even, rounded once: of a double, not of its 32-bit rounding. */
export function toBrain(x: number): number {
  const sign = x < 0 || Object.is(x, -0) ? 0x8000 : 0;
  const size = Math.abs(x);
  if (Number.isNaN(x)) return 0x7fc0;
  if (size < 2 ** -126) return sign | toEven(size * 2 ** 133);
  if (size >= 2 ** 128) return sign | 0x7f80;
  const exponent = exponentOf(size);
  return sign | Math.min(((exponent + 126) << 7) + toEven(size * 2 ** (7 - exponent)), 0x7f80);
}

const word = /* @__PURE__ */ new Uint32Array(1);
const float = /* @__PURE__ */ new Float32Array(word.buffer);

/** e with 2^e ≤ x < 2^(e+1), for normal x; log2 may round across a power of two. */
function exponentOf(x: number): number {
  const e = Math.floor(Math.log2(x));
  return x < 2 ** e ? e - 1 : x >= 2 ** (e + 1) ? e + 1 : e;
}

function toEven(x: number): number {
  const below = Math.floor(x);
  const rest = x - below;
  return rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below;
}
