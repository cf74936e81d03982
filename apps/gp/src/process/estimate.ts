import { withGradient } from "wengert";
import { parametersIn } from "./fit.ts";
import { negativeLogLikelihood, type Sample, sampleOf } from "./gp.ts";
import type { Kernel } from "./kernels.ts";
import { Pairs } from "./pairs.ts";
import { symmetric } from "./triangle.ts";

/** Below so many rows a fit takes seconds, and nobody asks how long. */
const long = 1000;
/** So many rows are tried, three times: at first the code is compiled. */
const tried = 400;
/** Measured from 400 to 3,000 rows. */
const growth = 2.25;

/**
 * How long a fit may take, in a sentence; undefined when it is short.
 *
 * An evaluation is tried with a part of the rows. Its time grows with the square of their number, as the matrix does, and
 * only slowly towards the cube, as its factorization does.
 */
export function estimateFor<Theta>(kernel: Kernel<Theta>, theta: Theta, { x, y }: Sample): string | undefined {
  const rows = y.size;
  if (rows <= long) return undefined;
  const params = parametersIn(theta);
  const chosen = Float64Array.from({ length: tried }, (_, i) => Math.floor((i * rows) / tried));
  const taken = (values: ArrayLike<number>): Float64Array => chosen.map((row) => values[row]);
  const part = sampleOf(x.map(taken), taken(y.data));
  const pairs = Pairs.within(part.x);
  const seconds = [1, 2, 3].map(() => {
    const began = performance.now();
    withGradient(() => negativeLogLikelihood(symmetric(kernel(theta, pairs)), part.y), params);
    return (performance.now() - began) / 1000;
  });
  const each = Math.min(...seconds) * (rows / tried) ** growth;
  return (
    `${rows} rows: about ${shown(each)} for an evaluation, and a fit often takes 30 to 100 of them, ` +
    `${shown(30 * each)} to ${shown(100 * each)}; Ctrl-C ends it and keeps the best so far`
  );
}

function shown(seconds: number): string {
  if (seconds < 100) return `${Number(seconds.toPrecision(2))} s`;
  return seconds < 6000 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}
