// A curve learned by a small network
import { adam, add, fitBatches, generator, linspace, matmul, mean, mul, reshape } from "wengert";
import { sin, square, sub, type Tensor, tanh } from "wengert";

const random = generator(7);
const x = random.uniform([128, 1]);
const y = add(reshape(sin(mul(8, x)), [128]), mul(0.1, random.normal([128])));

type Network<T> = { inner: T; shift: T; out: T; offset: T };
const network = (p: Network<Tensor>, x: Tensor) =>
  add(reshape(matmul(tanh(add(matmul(x, p.inner), p.shift)), p.out), [x.shape[0] as number]), p.offset);

const start: Network<Tensor> = {
  inner: mul(6, random.normal([1, 16])),
  shift: mul(3, random.normal([16])),
  out: mul(0.3, random.normal([16, 1])),
  offset: mul(0, random.normal([])),
};
const { params, history } = fitBatches(
  (p, batch) => mean(square(sub(network(p, batch.x), batch.y))),
  start,
  { x, y },
  {
    optimizer: adam(0.02),
    batchSize: 32,
    epochs: 200,
  },
);

const at = linspace(0, 1, 120);
plot(
  history.map(({ epoch }) => epoch),
  { "mean squared error": history.map(({ value }) => value) },
);
plot(at, { network: network(params, reshape(at, [120, 1])), truth: sin(mul(8, at)) });
show(params.inner, "weights of the first layer");
