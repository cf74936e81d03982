export { FormulaError } from "./errors.ts";
export { type FormulaTag, math, mathWith, type Substitute } from "./math.ts";
export { type NamingOptions, toFormula, toLatex } from "./print/toformula.ts";
