// A derivative that you know better
import { checkRule } from "@wengert/check";
import { adjoint, cholesky, choleskyInverse, diagonal, grad, log, mul, sum, tensor } from "wengert";

// log det K = 2 Σ log Lᵢᵢ, and its derivative is K⁻¹: no need to differentiate through the factorization.
const logdet = adjoint((K) => {
  const L = cholesky(K); // shared by the value and its pullback
  return [mul(2, sum(log(diagonal(L)))), (g) => [mul(g, choleskyInverse(L))]];
});

const K = tensor([
  [2, 0.5, 0.1],
  [0.5, 1, 0.3],
  [0.1, 0.3, 1.5],
]);
logdet(K);
grad(logdet)(K);

// Tested against finite differences of its value, in forward and reverse mode, at first and second order.
// A matrix that only moves among symmetric ones says so.
checkRule(logdet, [K], { symmetric: [0] });
