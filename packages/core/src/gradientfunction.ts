import type { Gradient } from "@wengert/rule";
import type { FirstInput, OneTensor, Rest } from "@wengert/rule/library";

/** What `grad` returns: the gradient by the first argument, at a point and whatever the function takes besides. */
export type GradientFunction<A extends readonly unknown[] = OneTensor> = <P extends FirstInput<A>>(
  p: P,
  ...rest: Rest<A>
) => Gradient<P>;

/** What `grad` returns with `hasAux`. */
export type GradientAndAuxFunction<A extends readonly unknown[], Aux> = <P extends FirstInput<A>>(
  p: P,
  ...rest: Rest<A>
) => [gradient: Gradient<P>, aux: Aux];

/** What `valueAndGrad` returns. */
export type ValueAndGradientFunction<A extends readonly unknown[] = OneTensor> = <P extends FirstInput<A>>(
  p: P,
  ...rest: Rest<A>
) => [value: number, gradient: Gradient<P>];

/** What `valueAndGrad` returns with `hasAux`. */
export type ValueAuxAndGradientFunction<A extends readonly unknown[], Aux> = <P extends FirstInput<A>>(
  p: P,
  ...rest: Rest<A>
) => [valueAndAux: [value: number, aux: Aux], gradient: Gradient<P>];
