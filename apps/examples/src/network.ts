/**
 * A small network, trained on batches: two spirals that no straight line divides. The rows' order comes from a seed, a part of
 * them is kept back for validation, and the best epoch is what comes out.
 */
import {
  adam,
  add,
  fitBatches,
  generator,
  greater,
  matmul,
  mean,
  mul,
  softplus,
  squeeze,
  sub,
  type Tensor,
  tanh,
  tensor,
  zeros,
} from "wengert";

const random = generator(3);
const layer = (inputs: number, outputs: number) => ({
  w: random.normal(0, 1 / Math.sqrt(inputs), [inputs, outputs]),
  b: zeros([outputs]),
});
type Layers = readonly ReturnType<typeof layer>[];

/** Points at angles from 0 to 3π, of one spiral or of the other, which is turned by half a circle. */
function spirals(count: number): { x: Tensor; label: Tensor } {
  const label = random.bernoulli(0.5, [count]);
  const points = Array.from(label.data, (one) => {
    const angle = 3 * Math.PI * Math.sqrt(random.uniform().item());
    return [Math.cos(angle + Math.PI * one), Math.sin(angle + Math.PI * one)].map((v) => (v * angle) / 3);
  });
  return { x: add(tensor(points), random.normal(0, 0.05, [count, 2])), label };
}

/** Of the odds of label 1, the logarithm for each point. */
function logits(layers: Layers, x: Tensor): Tensor {
  const outputs = layers.reduce((z, { w, b }, k) => add(matmul(k === 0 ? z : tanh(z), w), b), x);
  return squeeze(outputs, 1);
}

/** The mean cross entropy of labels 0 and 1. */
function loss(layers: Layers, { x, label }: { x: Tensor; label: Tensor }): Tensor {
  const z = logits(layers, x);
  return mean(sub(softplus(z), mul(label, z)));
}

const start = [layer(2, 24), layer(24, 24), layer(24, 1)];
const options = { optimizer: adam(0.01), batchSize: 50, epochs: 60, seed: 1, validation: spirals(200) };
export const fit = fitBatches(loss, start, spirals(600), options);

const unseen = spirals(500);
const right = greater(mul(logits(fit.params, unseen.x), sub(mul(2, unseen.label), 1)), 0);
export const accuracy = mean(right).item();
console.log(`${fit.message}; of 500 points that were not seen, ${(100 * accuracy).toFixed(1)} % are told apart`);
