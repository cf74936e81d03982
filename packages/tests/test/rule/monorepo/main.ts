/* A program that makes NaN, in a value and in a derivative, and prints what is said of it. */
import { AnomalyError, detectAnomaly, grad, log, mul, sqrt, type Tensor } from "@wengert/core";

function growth(x: Tensor): Tensor {
  return log(mul(x, -1));
}

function product(x: Tensor): Tensor {
  return sqrt(mul(sqrt(x), sqrt(x)));
}

for (const f of [() => grad(growth)(1), () => grad(product)(0)]) {
  try {
    detectAnomaly(f);
  } catch (error) {
    if (!(error instanceof AnomalyError)) throw error;
    process.stdout.write(`${error.message}\n`);
  }
}
