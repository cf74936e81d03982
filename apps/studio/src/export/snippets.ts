import { familyOf, rangeOf, type Setting, type Started, settingOf } from "@wengert/gp-app/model";
import { member, penalty, priors } from "./priors.ts";

type Leaf = Extract<Started, { arguments: unknown }>;

/** A model's parameters, covariance and priors as TypeScript. What they use of the library is added to `used`. */
export const code = {
  parameters: (covariance: Started, used: Set<string>): string => tree(covariance, used, "  "),
  kernel: (covariance: Started, path: string, used: Set<string>): string => kernel(covariance, path, used),
  helpers: (covariance: Started, used: Set<string>): string => helpers(covariance, used),
  penalty: (covariance: Started, used: Set<string>): string => penalty(covariance, used),
  hasPrior: (covariance: Started): boolean => priors(covariance, "model").length > 0,
};

function tree(covariance: Started, used: Set<string>, indent: string): string {
  const { variance, settings } = covariance;
  const own = variance === undefined ? [] : [`variance: ${tag(variance, settingOf(settings, "variance"), used)}`];
  const rest =
    "parts" in covariance
      ? Object.entries(covariance.parts).map(([name, part]) => `${key(name)}: ${tree(part, used, `${indent}  `)}`)
      : familyOf(covariance.kernel).learned.map((name) => `${name}: ${learned(covariance, name, used)}`);
  const all = [...own, ...rest];
  return all.length === 0 ? "{}" : `{\n${all.map((line) => `${indent}${line},\n`).join("")}${indent.slice(2)}}`;
}

function learned({ arguments: given, settings }: Leaf, name: string, used: Set<string>): string {
  const value = given[name];
  if (typeof value === "number") return tag(value, settingOf(settings, name), used);
  return `[${value.map((one, i) => tag(one, settingOf(settings, name, i), used)).join(", ")}]`;
}

function tag(value: number, setting: Setting, used: Set<string>): string {
  used.add("param");
  const range = rangeOf(setting);
  const constraint = range === undefined ? "positive()" : `bounded(${range.join(", ")})`;
  used.add(range === undefined ? "positive" : "bounded");
  return `param(${value}, { constraint: ${constraint}${setting.fixed === true ? ", trainable: false" : ""} })`;
}

function kernel(covariance: Started, path: string, used: Set<string>): string {
  const bare = "parts" in covariance ? joined(covariance, path, used) : leaf(covariance, path);
  return covariance.variance === undefined ? bare : `mul(${path}.variance, ${bare})`;
}

function joined(covariance: Extract<Started, { parts: unknown }>, path: string, used: Set<string>): string {
  const op = covariance.kernel === "sum" ? "add" : "mul";
  used.add(op);
  return Object.entries(covariance.parts)
    .map(([name, part]) => kernel(part, `${path}${member(name)}`, used))
    .reduce((a, b) => `${op}(${a}, ${b})`);
}

function leaf(covariance: Leaf, path: string): string {
  const given = covariance.arguments;
  switch (nameOf(covariance)) {
    case "noise":
      return "p.same";
    case "linear":
      return "p.products";
    case "constant":
      return "ones(p.same.shape)";
    case "periodic":
      return `periodic(p, ${path}.length, ${given["period"]})`;
    case "matern":
      return `matern(p, ${path}.length, ${given["nu"]})`;
    case "maternOfOrder":
      return `maternOfOrder(p, ${path}.length, ${given["nu"]})`;
    case "rationalQuadratic":
      return `rationalQuadratic(p, ${path}.length, ${path}.alpha)`;
    default:
      return `rbf(p, ${path}.length)`;
  }
}

/** Matérn covariances of other orders than these three are no elementary functions, and another function of the program. */
function nameOf({ kernel: name, arguments: given }: Leaf): string {
  return name === "matern" && ![0.5, 1.5, 2.5].includes(Number(given["nu"])) ? "maternOfOrder" : name;
}

const definitions: Readonly<Record<string, { readonly uses: readonly string[]; readonly text: string }>> = {
  rbf: {
    uses: ["exp"],
    text: "/** exp(−d²/2ℓ²) */\nconst rbf = (p: Pairs, length: Length): Value => exp(mul(-0.5, scaled(p.d2, length)));\n",
  },
  periodic: {
    uses: ["exp", "sin", "sqrt"],
    text:
      "/** exp(−2 sin²(πd/period)/ℓ²) */\n" +
      "const periodic = (p: Pairs, length: Length, period: number): Value =>\n" +
      "  exp(mul(-2, scaled(p.d2.map((d2) => square(sin(mul(Math.PI / period, sqrt(d2))))), length)));\n",
  },
  rationalQuadratic: {
    uses: ["div", "exp", "log1p", "neg"],
    text:
      "/** (1 + d²/2αℓ²)^−α */\n" +
      "const rationalQuadratic = (p: Pairs, length: Length, alpha: Value): Value =>\n" +
      "  exp(mul(neg(alpha), log1p(div(scaled(p.d2, length), mul(2, alpha)))));\n",
  },
  matern: {
    uses: ["exp", "greater", "neg", "sqrt", "where"],
    text:
      "/** The Matérn covariances of order 1/2, 3/2 and 5/2. At distance 0 the root is not taken: it is 1 there for every length. */\n" +
      "const matern = (p: Pairs, length: Length, nu: number): Value => {\n" +
      "  const d2 = scaled(p.d2, length);\n" +
      "  const apart = greater(d2, 0);\n" +
      "  const r = mul(Math.sqrt(2 * nu), sqrt(where(apart, d2, 1)));\n" +
      "  const polynomial = nu === 0.5 ? 1 : nu === 1.5 ? add(1, r) : add(add(1, r), mul(1 / 3, square(r)));\n" +
      "  return where(apart, mul(polynomial, exp(neg(r))), 1);\n" +
      "};\n",
  },
  maternOfOrder: {
    uses: ["greater", "where"],
    text:
      "/** The Matérn covariance of any order. At distance 0 it is 1 for every length. */\n" +
      "const maternOfOrder = (p: Pairs, length: Length, nu: number): Value => {\n" +
      "  const d2 = scaled(p.d2, length);\n" +
      "  const apart = greater(d2, 0);\n" +
      "  return where(apart, maternOf(where(apart, d2, 1), nu), 1);\n" +
      "};\n",
  },
};

function helpers(covariance: Started, used: Set<string>): string {
  const kernels = kernelsIn(covariance);
  if (kernels.has("constant")) used.add("ones");
  const needed = Object.entries(definitions).filter(([name]) => kernels.has(name));
  if (needed.length === 0) return "";
  for (const name of ["add", "div", "mul", "square", ...needed.flatMap(([, { uses }]) => uses)]) used.add(name);
  return `
/** One length for all inputs, or one for each. */
type Length = Value | readonly Value[];

/** Σ d²/ℓ² over the inputs. */
function scaled(squares: readonly Tensor[], length: Length): Value {
  const each = squares.map((d2, i) => div(d2, square(Array.isArray(length) ? (length as Value[])[i] : (length as Value))));
  return each.reduce<Value>((a, b) => add(a, b), 0);
}

${needed.map(([, { text }]) => text).join("\n")}`;
}

function kernelsIn(covariance: Started): Set<string> {
  if (!("parts" in covariance)) return new Set([nameOf(covariance)]);
  return new Set(Object.values(covariance.parts).flatMap((part) => [...kernelsIn(part)]));
}

function key(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name);
}
