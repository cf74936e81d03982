/** How a function is set: its arguments, and the same in brackets where they need some. */
export type Typeset = (args: readonly string[], bracketed: readonly string[]) => string | undefined;

const inverse =
  (arcus: string): Typeset =>
  ([x]) =>
    `\\${arcus}\\left(${x}\\right)`;

/** Functions that have a notation of their own. */
export const functions: Readonly<Record<string, Typeset>> = {
  sqrt: ([x]) => `\\sqrt{${x}}`,
  cbrt: ([x]) => `\\sqrt[3]{${x}}`,
  rsqrt: ([x]) => `\\frac{1}{\\sqrt{${x}}}`,
  abs: ([x]) => `\\left|${x}\\right|`,
  floor: ([x]) => `\\left\\lfloor ${x} \\right\\rfloor`,
  ceil: ([x]) => `\\left\\lceil ${x} \\right\\rceil`,
  pow: ([x, y]) => `\\left(${x}\\right)^{${y}}`,
  asin: inverse("arcsin"),
  acos: inverse("arccos"),
  atan: inverse("arctan"),
  sum: (_, [x]) => `\\sum ${x}`,
  prod: (_, [x]) => `\\prod ${x}`,
  norm: ([x]) => `\\left\\lVert ${x} \\right\\rVert`,
  inv: (_, [x]) => `${x}^{-1}`,
  logdet: ([x]) => `\\log\\det\\left(${x}\\right)`,
  outer: (_, [x, y]) => `${x} ${y}^{\\top}`,
  I: ([n]) => `I_{${n}}`,
  full: ([, x]) => x,
  gamma: ([x]) => `\\Gamma\\left(${x}\\right)`,
  where: ([c, x, y]) => `\\begin{cases} ${x} & \\text{where } ${c} \\\\ ${y} & \\text{else} \\end{cases}`,
};

const greek: readonly string[] = (
  "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi omega " +
  "Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega"
).split(" ");

const letters: Readonly<Record<string, string>> = Object.fromEntries(
  [..."αβγδεζηθικλμνξ"]
    .map((letter, k) => [letter, greek[k]])
    .concat([..."πρστυφχψω"].map((letter, k) => [letter, greek[14 + k]])),
);

/** A name: Greek letters by their names, several letters upright, what follows `_` and digits at the end below. */
export function symbol(name: string): string {
  if (name === "inf") return "\\infty";
  if (name === "nan") return "\\mathrm{NaN}";
  const [, stem, digits, below] = /^(.*?)(\d*)((?:_.*)?)$/u.exec(name) as unknown as readonly string[];
  const subscripts = [digits, ...below.split("_")].filter((part) => part !== "");
  const base = letter(stem === "" ? "\\_" : stem);
  return subscripts.length === 0 ? base : `${base}_{${subscripts.map(letter).join(", ")}}`;
}

function letter(word: string): string {
  if (greek.includes(word)) return `\\${word}`;
  if (Object.hasOwn(letters, word)) return `\\${letters[word]}`;
  return /^(\p{L}|\d+|\\_)$/u.test(word) ? word : `\\mathrm{${word}}`;
}
