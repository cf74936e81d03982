/**
 * Differential equations fitted to data: hares and lynxes by the furs that the Hudson's Bay Company bought, 1900 to 1920, as
 * Lotka and Volterra have it. Runge–Kutta steps are ordinary operations, so the fit differentiates through the solver.
 *
 *     hares′ = hares (α − β lynxes),   lynxes′ = lynxes (δ hares − γ)
 *
 * Data and comparison: Carpenter, Stan case study (2018), where a posterior has α 0.55, β 0.028, γ 0.80, δ 0.024.
 */
import { add, flip, leastSquares, log, mul, param, paramsOf, positive, stack, sub, type Tensor, tensor } from "wengert";

const hares = [
  30, 47.2, 70.2, 77.4, 36.3, 20.6, 18.1, 21.4, 22, 25.4, 27.1, 40.3, 57, 76.6, 52.3, 19.5, 11.2, 7.6, 14.6, 16.2, 24.7,
];
const lynxes = [
  4, 6.1, 9.8, 35.2, 59.4, 41.7, 19, 13, 8.3, 9.1, 7.4, 8, 12.3, 19.5, 45.7, 51.1, 29.7, 15.8, 9.7, 10.1, 8.6,
];
const furs = tensor(hares.map((count, year) => [count, lynxes[year]]));

const rate = (value: number) => param(value, positive());
export const rates = { alpha: rate(0.5), beta: rate(0.03), gamma: rate(0.8), delta: rate(0.02) };
export const first = param(tensor([30, 4]), positive());

const growing = tensor([1, -1]);

/** Of both animals at once: what one gains the other loses. */
function change(z: Tensor): Tensor {
  const alone = stack([rates.alpha, rates.gamma]);
  const together = mul(stack([rates.beta, rates.delta]), flip(z, 0));
  return mul(growing, mul(z, sub(alone, together)));
}

/** A step of Runge and Kutta. */
function step(z: Tensor, h: number): Tensor {
  const k1 = change(z);
  const k2 = change(add(z, mul(h / 2, k1)));
  const k3 = change(add(z, mul(h / 2, k2)));
  const k4 = change(add(z, mul(h, k3)));
  return add(z, mul(h / 6, add(add(k1, k4), mul(2, add(k2, k3)))));
}

function course(): Tensor {
  const years = [mul(first, 1)];
  for (let z = years[0]; years.length < hares.length; years.push(z)) for (let k = 0; k < 4; k++) z = step(z, 1 / 4);
  return stack(years);
}

/** Counts differ from the course by factors, so it is logarithms whose squares are summed. */
export const fit = leastSquares(() => sub(log(course()), log(furs)), paramsOf({ rates, first }));
console.log(fit.message);
for (const [name, one] of Object.entries(rates)) {
  const share = 100 * Number(fit.standardErrors.get(one)); // of a logarithm
  console.log(`${name.padEnd(5)} ${one.value.toFixed(4)} ± ${share.toFixed(0)} %`);
}
