/**
 * An image without its blur: the light of each pixel was spread over its neighbours, which is a product of Fourier transforms,
 * and noise came on top. What is looked for explains the blurred image and has short edges (total variation).
 */
import {
  add,
  fft2,
  generator,
  ifft2,
  mean,
  minimize,
  mul,
  roll,
  sqrt,
  square,
  sub,
  sum,
  type Tensor,
  tensor,
} from "wengert";

const n = 32;
const pixels = (f: (x: number, y: number) => number): Tensor =>
  tensor(Array.from({ length: n }, (_, y) => Array.from({ length: n }, (_, x) => f(x, y))));

/** A square, and a ring that is darker. */
const truth = pixels((x, y) => {
  const radius = Math.hypot(x - 21, y - 19);
  return x > 3 && x < 14 && y > 4 && y < 15 ? 1 : radius < 4 ? 0.3 : radius < 8 ? 0.7 : 0;
});

/** The transform of a normal spread of 1.3 pixels: exp(−2π²σ²(k² + l²)/n²), frequencies counted from −n/2. */
const turn = (k: number) => ((k + n / 2) % n) - n / 2;
const spread = pixels((x, y) => Math.exp((-2 * (Math.PI * 1.3) ** 2 * (turn(x) ** 2 + turn(y) ** 2)) / n ** 2));

function blurred(image: Tensor): Tensor {
  const { re, im } = fft2(image);
  return ifft2({ re: mul(spread, re), im: mul(spread, im) }).re;
}

const seen = add(blurred(truth), generator(1).normal(0, 0.01, [n, n]));

/** Σ |∇ image|, rounded off where it is 0. */
const steps = (image: Tensor, axis: number) => square(sub(roll(image, 1, axis), image));
const edges = (image: Tensor) => sum(sqrt(add(add(steps(image, 0), steps(image, 1)), 1e-6)));

const loss = (image: Tensor) => add(mul(0.5, sum(square(sub(blurred(image), seen)))), mul(5e-4, edges(image)));
const { params: found, evaluations } = minimize(loss, seen, { maxIterations: 300 });

export const error = (image: Tensor): number => Math.sqrt(mean(square(sub(image, truth))).item());
export const [before, after] = [error(seen), error(found)];

const shade = (value: number): string => " .:-=+*#%@"[Math.max(0, Math.min(9, Math.round(9 * value)))];
for (let y = 0; y < n; y += 2) {
  console.log(
    [truth, seen, found].map(({ data }) => Array.from(data.subarray(y * n, y * n + n), shade).join("")).join(" | "),
  );
}
console.log(`error ${before.toFixed(4)} → ${after.toFixed(4)} in ${evaluations} evaluations`);
