import { ones, type Tensor } from "@wengert/array";
import { CONSTANT, resolve, Tape, type Value, within, zerosLike } from "@wengert/trace";

/**
 * The derivative f′ of a function that works element by element. It is such a function again, so that nesting gives every
 * order. Whatever rules `f` is made of, a pushforward or a pullback is enough.
 *
 * `f` may close over values that are being differentiated: f′ depends on them as f does.
 *
 *     x̄ᵢ = Σⱼ ∂f(x)ⱼ/∂xᵢ = f′(xᵢ), because f(x)ⱼ depends on xⱼ alone
 *
 * @param f - element i of its result depends on element i of its argument alone
 * @example
 * import { exp, mul } from "@wengert/ops";
 * import { elementwiseDerivative } from "@wengert/rule/library";
 *
 * const slope = elementwiseDerivative((x) => mul(x, x));
 * slope(3).item(); // => 6
 * elementwiseDerivative(elementwiseDerivative(exp))(0).item(); // => 1
 */
export function elementwiseDerivative(f: (x: Tensor) => Value): (x: Value) => Tensor {
  return (x) => {
    const at = resolve(x, "elementwiseDerivative");
    const tape = Tape.lasting();
    const [y, leaf] = within(tape, () => {
      const traced = tape.leaf(at);
      return [resolve(f(traced), "elementwiseDerivative"), traced] as const;
    });
    const slot = tape.slotOf(y);
    if (slot === CONSTANT) return zerosLike(at);
    return tape.pullBack([[slot, ones(y.shape)]]).take(leaf.mark) ?? zerosLike(at);
  };
}
