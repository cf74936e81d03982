import { WengertError } from "@wengert/array";

/**
 * A rule whose parts contradict each other or the finite differences of its value.
 *
 * @example
 * import { checkRule } from "@wengert/check";
 * import { mul, sin } from "@wengert/ops";
 * import { rule } from "@wengert/rule";
 * import type { Tensor } from "@wengert/array";
 *
 * const wrong = rule({
 *   name: "sine",
 *   impl: (x: Tensor) => sin(x),
 *   vjp: (ybar, [x]) => [mul(ybar, x)], // cos(x) was meant
 * });
 * checkRule(wrong, [0.5]); // throws RuleCheckError: the derivative in argument 1
 */
export class RuleCheckError extends WengertError {
  override readonly name: string = "RuleCheckError";
}
