/*
 * The order of numbers: ascending, NaN last, equal ones as they came.
 */

/** Up to so many, comparisons are as quick (measured). */
const FEW = 128;

/** Digits of eight bits: so many values each, and so many digits in a number. */
const VALUES = 256;
const DIGITS = 8;

/** Sorts positions of data, which come in ascending order; for lines of one length. */
export function sorterOf(data: Float64Array, length: number): (line: Int32Array) => void {
  return length <= FEW ? (line) => line.sort(comparing(data)) : byDigits(data, length);
}

function comparing(data: Float64Array): (i: number, j: number) => number {
  return (i, j) => data[i] - data[j] || Number(Number.isNaN(data[i])) - Number(Number.isNaN(data[j])) || i - j;
}

/** Numbers as two words that are ordered as they are, and their positions. */
interface Keys {
  readonly high: Uint32Array;
  readonly low: Uint32Array;
  readonly at: Int32Array;
}

function keysOf(length: number): Keys {
  return { high: new Uint32Array(length), low: new Uint32Array(length), at: new Int32Array(length) };
}

/** Sorted by one digit after the other, from the last one on, each time keeping the order of equal ones (Knuth, TAOCP 3, §5.2.5). */
function byDigits(data: Float64Array, length: number): (line: Int32Array) => void {
  const [own, room] = [keysOf(length), keysOf(length)];
  const counts = new Uint32Array(DIGITS * VALUES);
  return (line) => {
    readKeys(data, line, own, counts);
    let [keys, next] = [own, room];
    for (let digit = 0; digit < DIGITS; digit++) {
      if (moveByDigit(digit, keys, next, counts.subarray(digit * VALUES, (digit + 1) * VALUES)))
        [keys, next] = [next, keys];
    }
    line.set(keys.at);
  };
}

/** Writes keys, and counts how often a digit has each value. */
function readKeys(data: Float64Array, line: Int32Array, { high, low, at }: Keys, counts: Uint32Array): void {
  const number = new Float64Array(1);
  const halves = new Uint32Array(number.buffer);
  const upper = new Uint8Array(Uint32Array.of(1).buffer)[0]; // which of the two, by the order of bytes
  const lower = 1 - upper;
  counts.fill(0);
  for (let k = 0; k < line.length; k++) {
    number[0] = data[line[k]] + 0; // −0 is as great as 0
    let h = halves[upper];
    let l = halves[lower];
    // Of negative numbers all bits are turned, of others the sign; NaN comes last.
    if (Number.isNaN(number[0])) {
      h = 0xffffffff;
      l = 0xffffffff;
    } else if (h >= 0x80000000) {
      h = ~h >>> 0;
      l = ~l >>> 0;
    } else h += 0x80000000;
    high[k] = h;
    low[k] = l;
    at[k] = line[k];
    counts[l & 255]++;
    counts[VALUES + ((l >>> 8) & 255)]++;
    counts[2 * VALUES + ((l >>> 16) & 255)]++;
    counts[3 * VALUES + (l >>> 24)]++;
    counts[4 * VALUES + (h & 255)]++;
    counts[5 * VALUES + ((h >>> 8) & 255)]++;
    counts[6 * VALUES + ((h >>> 16) & 255)]++;
    counts[7 * VALUES + (h >>> 24)]++;
  }
}

/** Writes keys in the order of a digit; false where all have the same. @param places - how often it has each value, overwritten */
function moveByDigit(digit: number, { high, low, at }: Keys, next: Keys, places: Uint32Array): boolean {
  const words = digit < 4 ? low : high;
  const shift = 8 * (digit & 3);
  const length = at.length;
  if (places[(words[0] >>> shift) & 255] === length) return false;
  for (let value = 0, place = 0; value < VALUES; value++) {
    const count = places[value];
    places[value] = place;
    place += count;
  }
  const { high: nextHigh, low: nextLow, at: nextAt } = next;
  for (let k = 0; k < length; k++) {
    const place = places[(words[k] >>> shift) & 255]++;
    nextHigh[place] = high[k];
    nextLow[place] = low[k];
    nextAt[place] = at[k];
  }
  return true;
}
