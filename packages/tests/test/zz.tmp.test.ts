import { add, exp, grad, mul, sum } from "@wengert/core";
import { hvp } from "@wengert/forward";
import * as l from "@wengert/linalg";
import { test } from "vitest";
import { random } from "./linalg.tables/inputs.ts";

test("x", () => {
  const time = (nm, f) => {
    f();
    let b = 1e9;
    for (let r = 0; r < 3; r++) {
      const t = performance.now();
      f();
      b = Math.min(b, performance.now() - t);
    }
    console.log(nm, b.toFixed(1) + " ms");
  };
  for (const n of [30, 100, 200]) {
    const A = random([n, n], 3),
      S = l.matmul(A, l.mT(A)),
      K = l.addDiagonal(S, 1);
    const f = (x) => sum(l.matrixFunction(x, exp));
    const Sm = mul(1 / n, S);
    const fresh = (x) => add(x, 0);
    time(n + " eigh", () => l.eigh(fresh(Sm)));
    time(n + " matrixFunction", () => f(fresh(Sm)));
    time(n + " grad matrixFunction", () => grad(f)(fresh(Sm)));
    if (n <= 100) time(n + " hvp matrixFunction", () => hvp(f)(fresh(Sm), Sm));
    time(n + " expm", () => l.expm(Sm));
    time(n + " grad expm", () => grad((x) => sum(l.expm(x)))(Sm));
    time(n + " logm", () => l.logm(K));
    time(n + " grad logm", () => grad((x) => sum(l.logm(x)))(K));
    time(n + " sqrtm", () => l.sqrtm(fresh(K)));
    time(n + " det grad", () => grad(l.det)(l.addDiagonal(A, 3)));
    time(n + " solve grad", () => grad((x) => sum(l.solve(x, random([n]))))(l.addDiagonal(A, 3)));
    time(n + " svd", () => l.svd(fresh(A)));
    time(n + " qr", () => l.qr(A));
    time(n + " eigvals", () => l.eigvals(fresh(A)));
  }
}, 120000);
