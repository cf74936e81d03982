/*
 * The law of units for the simplex. See law.ts.
 */
import { keepsLawOfUnits, minimized } from "./law.ts";

keepsLawOfUnits("nelder-mead", minimized("nelder-mead"));
