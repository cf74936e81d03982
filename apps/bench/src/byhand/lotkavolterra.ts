interface Start {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly x: number;
  readonly y: number;
}

/** x² + y after n steps of the classical Runge–Kutta method, and its gradient by a, b, c, d, x and y: walked back from the states. */
export function lotkaVolterra(n: number, h: number, { a, b, c, d, x: x0, y: y0 }: Start): readonly number[] {
  const [xs, ys] = [new Float64Array(n + 1), new Float64Array(n + 1)];
  // The points at which the slopes of a step are taken, and the slopes.
  const [px, py, kx, ky] = [0, 0, 0, 0].map(() => new Float64Array(4));
  const slopes = (x: number, y: number): void => {
    for (let i = 0; i < 4; i++) {
      const t = i === 0 ? 0 : i === 3 ? h : h / 2;
      px[i] = i === 0 ? x : x + t * kx[i - 1];
      py[i] = i === 0 ? y : y + t * ky[i - 1];
      const met = px[i] * py[i];
      kx[i] = a * px[i] - b * met;
      ky[i] = d * met - c * py[i];
    }
  };
  [xs[0], ys[0]] = [x0, y0];
  for (let t = 0; t < n; t++) {
    slopes(xs[t], ys[t]);
    xs[t + 1] = xs[t] + (h / 6) * (kx[0] + 2 * kx[1] + (2 * kx[2] + kx[3]));
    ys[t + 1] = ys[t] + (h / 6) * (ky[0] + 2 * ky[1] + (2 * ky[2] + ky[3]));
  }
  let [xbar, ybar, abar, bbar, cbar, dbar] = [2 * xs[n], 1, 0, 0, 0, 0];
  for (let t = n - 1; t >= 0; t--) {
    slopes(xs[t], ys[t]);
    let [xnext, ynext, kxbar, kybar] = [xbar, ybar, 0, 0];
    for (let i = 3; i >= 0; i--) {
      const weight = (i === 0 || i === 3 ? 1 : 2) * (h / 6);
      // The slope reaches the end of the step, and the point of the next slope.
      const [ux, uy] = [weight * xbar + kxbar, weight * ybar + kybar];
      const met = px[i] * py[i];
      abar += ux * px[i];
      bbar -= ux * met;
      dbar += uy * met;
      cbar -= uy * py[i];
      const metbar = d * uy - b * ux;
      const [pxbar, pybar] = [a * ux + metbar * py[i], metbar * px[i] - c * uy];
      xnext += pxbar;
      ynext += pybar;
      const before = i === 0 ? 0 : i === 3 ? h : h / 2;
      [kxbar, kybar] = [before * pxbar, before * pybar];
    }
    [xbar, ybar] = [xnext, ynext];
  }
  return [xs[n] * xs[n] + ys[n], abar, bbar, cbar, dbar, xbar, ybar];
}
