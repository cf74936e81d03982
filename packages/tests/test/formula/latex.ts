/** What amsmath, KaTeX and MathJax know of what is printed. */
const macros: ReadonlySet<string> = new Set(
  (
    "left right frac sqrt exp log sin cos tan sinh cosh tanh arcsin arccos arctan det max min sum prod odot cdot top neq le ge infty " +
    "operatorname mathrm text ldots begin end lfloor rfloor lceil rceil lVert rVert Gamma alpha beta gamma delta epsilon zeta eta " +
    "theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi omega Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega"
  ).split(" "),
);

const environments: ReadonlySet<string> = new Set(["aligned", "pmatrix", "cases"]);

/**
 * What is wrong with a text as LaTeX: macros that are not known, brackets and environments that do not close, & and \\ outside of
 * environments, two exponents or indices of one base. Undefined where nothing is.
 */
export function mistakeIn(text: string): string | undefined {
  const open: string[] = [];
  // What the last base has got already; a group that closes is a base without any.
  let scripts = "";
  const outer: string[] = [];
  const words =
    text.match(/\\begin\{\w+\}|\\end\{\w+\}|\\(?:left|right)(?:\\[a-zA-Z]+|.)|\\[a-zA-Z]+|\\.|[\s\S]/gu) ?? [];
  for (const word of words) {
    const environment = /^\\(begin|end)\{(\w+)\}$/.exec(word);
    const bracket = /^\\(left|right)/.exec(word);
    if (environment !== null) {
      const [, what, name] = environment;
      if (!environments.has(name)) return `environment ${name}`;
      if (what === "begin") open.push(name);
      else if (open.pop() !== name) return `\\end{${name}}`;
      scripts = "";
    } else if (bracket !== null) {
      if (bracket[1] === "left") open.push("left");
      else if (open.pop() !== "left") return word;
      scripts = "";
    } else if (word === "{") {
      open.push("{");
      outer.push(scripts);
      scripts = "";
    } else if (word === "}") {
      if (open.pop() !== "{") return "}";
      const before = outer.pop() as string;
      scripts = before.endsWith("?") ? before.slice(0, -1) : "";
    } else if (word === "^" || word === "_") {
      if (scripts.includes(word)) return `two ${word} of one base`;
      scripts += `${word}?`;
      continue;
    } else if (word === "&" || word === "\\\\") {
      if (!environments.has(open[open.length - 1] ?? "")) return word;
    } else if (/^\\[a-zA-Z]/.test(word)) {
      if (!macros.has(word.slice(1))) return word;
      scripts = "";
    } else if (!/^\\[,_]$|^[\p{L}\p{N}\s.,:=<>+\-()[\]|]$/u.test(word)) {
      return word;
    } else if (word.trim() !== "") {
      scripts = "";
    }
    if (word !== "{" && word !== "}") scripts = scripts.replace("?", "");
  }
  return open.length === 0 ? undefined : `${open[open.length - 1]} is not closed`;
}
