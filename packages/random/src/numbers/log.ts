/*
 * Logarithm and exponential of sums, products and quotients alone. `Math.log` and `Math.exp` may differ in the last place from
 * one engine to the next, and a draw must not.
 */

const bits = /* @__PURE__ */ new DataView(/* @__PURE__ */ new ArrayBuffer(8));

/** log 2 in two parts; the first has 32 bits, so that its products with exponents are exact. */
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;

/**
 * The natural logarithm of a positive normal number, within 2 units in the last place. With x = 2ᵏ m, m in [√½, √2), and
 * s = (m − 1)/(m + 1),
 *
 *     log x = k log 2 + 2 (s + s³/3 + s⁵/5 + …),   |s| < 0.172
 */
export function log(x: number): number {
  bits.setFloat64(0, x);
  let exponent = (bits.getUint32(0) >>> 20) - 1022;
  bits.setUint32(0, (bits.getUint32(0) & 0xfffff) | 0x3fe00000); // m in [½, 1)
  let m = bits.getFloat64(0);
  if (m < Math.SQRT1_2) {
    m *= 2;
    exponent--;
  }
  const f = m - 1;
  const s = f / (2 + f);
  const square = s * s;
  let series = 0;
  for (let k = 25; k >= 3; k -= 2) series = series * square + 1 / k;
  // 2 s = f − s f: what is added to f, which is exact, is small.
  return exponent * LN2_HIGH + (f - (s * (f - 2 * square * series) - exponent * LN2_LOW));
}

/**
 * eˣ for x ≤ 0, within 2 units in the last place: with x = k log 2 + r,
 *
 *     eˣ = 2ᵏ (1 + r + r²/2 + …),   |r| ≤ log(2)/2
 */
export function exp(x: number): number {
  if (x < -746) return 0;
  const k = Math.round(x / Math.LN2);
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  let series = 0;
  for (let n = 14; n >= 2; n--) series = (series + 1) * (r / n);
  const value = 1 + (r + (series * r + (high - r - low)));
  // Two factors: 2ᵏ alone may be too small for a normal number.
  const half = Math.trunc(k / 2);
  return value * powerOfTwo(half) * powerOfTwo(k - half);
}

function powerOfTwo(k: number): number {
  bits.setUint32(0, (k + 1023) << 20);
  bits.setUint32(4, 0);
  return bits.getFloat64(0);
}
