import type { Workload } from "../workload.ts";
import { adamw } from "./adamw.ts";
import { bundle } from "./adbench/bundle.ts";
import { gmm } from "./adbench/gmm.ts";
import { hand } from "./adbench/hand.ts";
import { lstm } from "./adbench/lstm.ts";
import { banded } from "./banded.ts";
import { manyFactors, manyProcesses, perExample } from "./batches.ts";
import { cholesky } from "./cholesky.ts";
import { elementwise } from "./elementwise.ts";
import { exp } from "./exp.ts";
import { firstCall } from "./firstcall.ts";
import { formulaGradient, formulaMatrices, formulaValue } from "./formulas.ts";
import { gemm } from "./gemm.ts";
import { gpGradient, gpValue } from "./gp.ts";
import { grid } from "./grid.ts";
import { hessian } from "./hessian.ts";
import { jacobian } from "./jacobian.ts";
import { kalman } from "./kalman.ts";
import { logistic } from "./logistic.ts";
import { lotkaVolterraGradient } from "./lotkavolterra.ts";
import { manyProducts } from "./manyproducts.ts";
import { mixture } from "./mixture.ts";
import { mlp, tinyMlp } from "./mlp.ts";
import { scalar } from "./scalar.ts";
import { eigh, solve, svd } from "./spectral.ts";
import { takes } from "./takes.ts";
import { xsinx } from "./xsinx.ts";

/** All workloads, in the order of the report. */
export const workloads: readonly Workload[] = [
  gpGradient,
  gpValue,
  gemm,
  manyProducts,
  cholesky,
  solve,
  eigh,
  svd,
  exp,
  ...elementwise,
  ...grid,
  scalar,
  xsinx,
  takes,
  logistic,
  mlp,
  tinyMlp,
  mixture,
  adamw,
  firstCall,
  kalman,
  lotkaVolterraGradient,
  gmm,
  lstm,
  bundle,
  hand,
  hessian,
  jacobian,
  banded,
  perExample,
  manyFactors,
  manyProcesses,
  formulaValue,
  formulaGradient,
  formulaMatrices,
];
