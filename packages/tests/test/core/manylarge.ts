/*
 * A program of its own: many operations on large tensors in one go, as in a script, or in a worker of it if the third argument says so;
 * prints how much memory the process had at most, in kB.
 */
import { isMainThread, Worker } from "node:worker_threads";
import { exp, grad, mul, sum, type Tensor, tensor } from "@wengert/core";

const [times, length] = process.argv.slice(2, 4).map(Number);
if (process.argv[4] === "worker" && isMainThread) new Worker(process.argv[1], { argv: process.argv.slice(2) });
else run();

function run(): void {
  const x = tensor(Float64Array.from({ length }, (_, i) => Math.sin(i)));
  const gradient = grad((v: Tensor) => sum(mul(v, exp(v))));
  let y: Tensor = x;
  for (let k = 0; k < times; k++) y = k % 10 === 9 ? mul(0.1, gradient(x)) : mul(0.99, exp(mul(0.1, y)));
  process.stdout.write(`${process.resourceUsage().maxRSS} ${y.data[0]}`);
}
