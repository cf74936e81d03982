const word = /* @__PURE__ */ new Float64Array(1);
const halves = /* @__PURE__ */ new Uint32Array(word.buffer);

/**
 * Eight hexadecimal digits that are the same for the same numbers, and with a chance of about 2⁻³² for others. −0 is another number than
 * 0; every NaN is the same. Each half of a number goes through a mixing step of MurmurHash3 (Appleby).
 */
export function digest(data: Float64Array): string {
  let state = data.length;
  const mix = (half: number): void => {
    state = Math.imul(state ^ half, 0x85ebca6b);
    state ^= state >>> 13;
  };
  for (let i = 0; i < data.length; i++) {
    word[0] = Number.isNaN(data[i]) ? Number.NaN : data[i];
    mix(halves[0]);
    mix(halves[1]);
  }
  return (state >>> 0).toString(16).padStart(8, "0");
}
