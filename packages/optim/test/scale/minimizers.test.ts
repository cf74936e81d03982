/*
 * The law of units for minimizers with gradients. See law.ts.
 */
import { keepsLawOfUnits, minimized } from "./law.ts";

for (const method of ["lbfgs", "lbfgsb", "bfgs", "cg", "newton-cg", "trust-ncg"] as const) {
  keepsLawOfUnits(method, minimized(method));
}
