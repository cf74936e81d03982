import * as arrays from "@wengert/array";
import { quoted } from "@wengert/array/author";
import * as linalg from "@wengert/linalg";
import * as ops from "@wengert/ops";
import { nearest } from "@wengert/tree/author";

/** Names and what they stand for. It has no prototype: what is not its own is not in it. */
export type Scope = Readonly<Record<string, unknown>>;

let known: Scope | undefined;

/** The functions and numbers that every formula knows. They are listed when a formula first asks. */
export function defaultScope(): Scope {
  known ??= scopeOf({
    ...functionsOf(ops),
    ...functionsOf(linalg),
    tensor: arrays.tensor,
    zeros: arrays.zeros,
    ones: arrays.ones,
    full: arrays.full,
    arange: arrays.arange,
    linspace: arrays.linspace,
    eye: arrays.eye,
    I: arrays.eye,
    pi: Math.PI,
    inf: Number.POSITIVE_INFINITY,
    nan: Number.NaN,
    true: true,
    false: false,
  });
  return known;
}

function scopeOf(scope: Scope): Scope {
  return Object.assign(Object.create(null), scope);
}

/** Of longer names no near one is looked for. */
const LONGEST = 40;

/** The operations of a package; classes of errors begin with a capital letter. */
function functionsOf(module: object): Scope {
  return Object.fromEntries(
    Object.entries(module).filter(([name, value]) => typeof value === "function" && /^[a-z]/.test(name)),
  );
}

/** The names that a formula may use: the user's own, then the library's. */
export class Names {
  readonly #own: Scope;

  constructor(own: Scope) {
    this.#own = scopeOf(own);
  }

  has(name: string): boolean {
    return name in this.#own || name in defaultScope();
  }

  get(name: string): unknown {
    return name in this.#own ? this.#own[name] : defaultScope()[name];
  }

  /** Whether the library's meaning of a name holds. */
  isDefault(name: string): boolean {
    return !(name in this.#own) && name in defaultScope();
  }

  /** What to say of a name that stands for nothing. */
  unknown(name: string, others: readonly string[], kind: "name" | "function" = "name"): string {
    if (name === "spd") return "spd(A) tells \\ that A is symmetric positive definite: write spd(A) \\ b";
    if (name === "T") return "the transpose of x is x'";
    const all = [...others, ...Object.keys(this.#own), ...Object.keys(defaultScope()), "spd"];
    const names = kind === "name" ? all : all.filter((one) => typeof this.get(one) === "function");
    const meant = name.length > LONGEST ? undefined : nearest(name, names);
    const remedy = meant === undefined ? "" : ` Did you mean "${meant}"?`;
    const own =
      kind === "name"
        ? `A value is substituted as \${…}, or named by mathWith({ … })`
        : "A function of your own is named by mathWith({ … })";
    return `there is no ${kind} ${quoted(name)}.${remedy} ${own}`;
  }
}
