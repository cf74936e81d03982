import { isTensor, type Tensor } from "@wengert/array";
import { broadcastTo } from "@wengert/ops";
import { MissingRuleError, type Outputs, resolve, type Value, zerosLike } from "@wengert/rule";
import { below, bindBelow, Interpreter, isTraced, type Rule, Traced, within } from "@wengert/trace";

/** A function of one number, applied to each element of a Tensor. */
export type Elementwise = (x: Tensor) => Value;

/**
 * Carries one tangent along. What this package needs of forward mode, which stands above it: the derivative of a function
 * that works element by element, of every order by nesting, whatever outer transformations follow in what it closes over.
 */
class Slope extends Interpreter {
  override readonly differentiates: boolean = true;

  tangentOf(x: Tensor): Tensor | undefined {
    return isTraced(x) && x.interpreter === this ? (x.mark as Tensor) : undefined;
  }

  override process(rule: Rule, args: readonly Tensor[], attributes: object | undefined): Outputs {
    const { jvp } = rule;
    if (jvp === undefined) {
      throw new MissingRuleError(
        `matrixFunction: "${rule.name}" gives its derivative as a pullback only. Inside the function of a matrix an ` +
          "operation must have a pushforward.",
        rule.name,
      );
    }
    const primals = args.map((x) => this.lower(x));
    const y = bindBelow(this, rule, primals, attributes);
    const tangents = args.map((x) => this.tangentOf(x));
    const dy = below(this, () => jvp.call(rule, tangents, primals, y, attributes));
    if (isTensor(y)) return this.#moving(y, dy);
    const parts = dy as Record<string, unknown> | undefined;
    return Object.fromEntries(Object.entries(y).map(([key, part]) => [key, this.#moving(part, parts?.[key])]));
  }

  #moving(y: Tensor, dy: unknown): Tensor {
    return dy === undefined || dy === null ? y : new Traced(this, y, resolve(dy as Value));
  }
}

/** x ↦ f′(x), element by element. */
export function slopeOf(f: Elementwise): (x: Tensor) => Tensor {
  return (x) => {
    const level = new Slope();
    const ones = broadcastTo(1, x.shape);
    const dy = within(level, () => level.tangentOf(resolve(f(new Traced(level, x, ones)), "matrixFunction")));
    return dy === undefined ? zerosLike(x) : broadcastTo(dy, x.shape);
  };
}
