/** Complex numbers by their parts. */
export interface Complexes {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** Of each r elements that lie n/r apart the transform of length r, turned by its twiddle factors. */
export function pass(x: Complexes, y: Complexes, roots: Complexes, r: number, done: number): void {
  if (r === 4) passOfFour(x, y, roots, done);
  else if (r === 2) passOfTwo(x, y, roots, done);
  else passOfOdd(x, y, roots, r, done);
}

function passOfFour(x: Complexes, y: Complexes, roots: Complexes, done: number): void {
  const quarter = x.re.length / 4;
  const { re: xre, im: xim } = x;
  const { re: yre, im: yim } = y;
  for (let p = 0, from = 0, to = 0; from < quarter; p += done, to += 4 * done) {
    const [c1, s1] = [roots.re[p], roots.im[p]];
    const [c2, s2] = [roots.re[2 * p], roots.im[2 * p]];
    const [c3, s3] = [roots.re[3 * p], roots.im[3 * p]];
    for (const end = from + done; from < end; from++, to++) {
      const ac = xre[from] + xre[from + 2 * quarter];
      const aci = xim[from] + xim[from + 2 * quarter];
      const am = xre[from] - xre[from + 2 * quarter];
      const ami = xim[from] - xim[from + 2 * quarter];
      const bd = xre[from + quarter] + xre[from + 3 * quarter];
      const bdi = xim[from + quarter] + xim[from + 3 * quarter];
      const bm = xre[from + quarter] - xre[from + 3 * quarter];
      const bmi = xim[from + quarter] - xim[from + 3 * quarter];
      yre[to] = ac + bd;
      yim[to] = aci + bdi;
      const u1 = am + bmi;
      const v1 = ami - bm;
      yre[to + done] = u1 * c1 - v1 * s1;
      yim[to + done] = u1 * s1 + v1 * c1;
      const u2 = ac - bd;
      const v2 = aci - bdi;
      yre[to + 2 * done] = u2 * c2 - v2 * s2;
      yim[to + 2 * done] = u2 * s2 + v2 * c2;
      const u3 = am - bmi;
      const v3 = ami + bm;
      yre[to + 3 * done] = u3 * c3 - v3 * s3;
      yim[to + 3 * done] = u3 * s3 + v3 * c3;
    }
    to -= done;
  }
}

function passOfTwo(x: Complexes, y: Complexes, roots: Complexes, done: number): void {
  const half = x.re.length / 2;
  for (let p = 0, from = 0, to = 0; from < half; p += done, to += done) {
    const [c, s] = [roots.re[p], roots.im[p]];
    for (const end = from + done; from < end; from++, to++) {
      const u = x.re[from] - x.re[from + half];
      const v = x.im[from] - x.im[from + half];
      y.re[to] = x.re[from] + x.re[from + half];
      y.im[to] = x.im[from] + x.im[from + half];
      y.re[to + done] = u * c - v * s;
      y.im[to + done] = u * s + v * c;
    }
  }
}

/**
 * Of an odd number r. With t = aⱼ + a_{r−j}, d = aⱼ − a_{r−j} and θ = 2πjk/r,
 *
 *     y_k, y_{r−k} = a₀ + Σ t cos θ ∓ i Σ d sin θ   over j < r/2
 */
function passOfOdd(x: Complexes, y: Complexes, roots: Complexes, r: number, done: number): void {
  const n = x.re.length;
  const apart = n / r;
  const h = (r - 1) / 2;
  const [tre, tim, dre, dim] = [0, 1, 2, 3].map(() => new Float64Array(h));
  const [cos, sin] = [new Float64Array(h * h), new Float64Array(h * h)];
  for (let k = 0; k < h; k++) {
    for (let j = 0; j < h; j++) {
      const at = (((k + 1) * (j + 1)) % r) * apart;
      cos[k * h + j] = roots.re[at];
      sin[k * h + j] = -roots.im[at];
    }
  }
  for (let p = 0, from = 0; from < apart; p += done) {
    for (let q = 0; q < done; q++, from++) {
      const first = x.re[from];
      const firstIm = x.im[from];
      let sum = first;
      let sumIm = firstIm;
      for (let j = 0; j < h; j++) {
        const left = from + (j + 1) * apart;
        const right = from + (r - 1 - j) * apart;
        tre[j] = x.re[left] + x.re[right];
        tim[j] = x.im[left] + x.im[right];
        dre[j] = x.re[left] - x.re[right];
        dim[j] = x.im[left] - x.im[right];
        sum += tre[j];
        sumIm += tim[j];
      }
      const to = q + r * p;
      y.re[to] = sum;
      y.im[to] = sumIm;
      for (let k = 0; k < h; k++) {
        let u = first;
        let v = firstIm;
        let a = 0;
        let b = 0;
        for (let j = 0, at = k * h; j < h; j++, at++) {
          u += tre[j] * cos[at];
          v += tim[j] * cos[at];
          a += dim[j] * sin[at];
          b += dre[j] * sin[at];
        }
        turn(y, to + (k + 1) * done, u + a, v - b, roots, (k + 1) * p);
        turn(y, to + (r - 1 - k) * done, u - a, v + b, roots, (r - 1 - k) * p);
      }
    }
  }
}

/** Writes u + iv, turned by a root of unity. */
function turn(y: Complexes, to: number, u: number, v: number, roots: Complexes, at: number): void {
  y.re[to] = u * roots.re[at] - v * roots.im[at];
  y.im[to] = u * roots.im[at] + v * roots.re[at];
}
