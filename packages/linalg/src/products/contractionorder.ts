/** The axes of an operand, each by the number of its label. */
export type Labels = readonly number[];

/** Which two of the operands to contract next: positions in the list, to which every result is appended. */
export type Step = readonly [number, number];

// For n operands the search tries 3ⁿ partitions.
const FEW = 7;

/**
 * In which order to contract operands pair by pair, such that few multiplications are needed: the best order of all for few
 * operands, by dynamic programming over their subsets; for more a good one, which contracts next what shrinks most, and of
 * equals what is cheapest.
 *
 * Source: Smith and Gray, "opt_einsum: a Python package for optimizing contraction order for einsum-like expressions",
 * J. Open Source Software 3, 2018.
 *
 * @param sizes - the length of the axes with each label
 */
export function contractionOrder(operands: readonly Labels[], out: Labels, sizes: readonly number[]): readonly Step[] {
  if (operands.length <= 2) return operands.length === 2 ? [[0, 1]] : [];
  return operands.length <= FEW ? bestOrder(operands, out, sizes) : greedyOrder(operands, out, sizes);
}

/** The labels of the contraction of two operands: those that the result or another operand needs. */
export function labelsOfPair(a: Labels, b: Labels, needed: ReadonlySet<number>): Labels {
  return [...new Set([...a, ...b])].filter((label) => needed.has(label));
}

function sizeOf(labels: Iterable<number>, sizes: readonly number[]): number {
  let size = 1;
  for (const label of labels) size *= sizes[label];
  return size;
}

interface Best {
  readonly labels: Labels;
  readonly cost: number;
  readonly parts: Step | undefined;
}

/** Subsets are bit masks: the best way to contract one is the best of all ways to cut it in two. */
function bestOrder(operands: readonly Labels[], out: Labels, sizes: readonly number[]): readonly Step[] {
  const whole = (1 << operands.length) - 1;
  const best: Best[] = [];
  for (let set = 1; set <= whole; set++) {
    const outside = operands.filter((_, i) => ((set >> i) & 1) === 0);
    const single = operands.findIndex((_, i) => set === 1 << i);
    if (single >= 0) {
      best[set] = { labels: operands[single], cost: 0, parts: undefined };
      continue;
    }
    const needed = new Set([...out, ...outside.flat()]);
    let found: Best | undefined;
    for (let part = (set - 1) & set; part > set - part; part = (part - 1) & set) {
      const [a, b] = [best[part], best[set - part]];
      const cost = a.cost + b.cost + sizeOf(new Set([...a.labels, ...b.labels]), sizes);
      if (found === undefined || cost < found.cost) {
        found = { labels: labelsOfPair(a.labels, b.labels, needed), cost, parts: [part, set - part] };
      }
    }
    best[set] = found as Best;
  }
  return stepsOf(best, operands.length, whole);
}

/** The contractions in order: the parts of a subset come before it, and each result gets the next position. */
function stepsOf(best: readonly Best[], count: number, whole: number): readonly Step[] {
  const steps: Step[] = [];
  const placeOf = (set: number): number => {
    const { parts } = best[set];
    if (parts === undefined) return Math.log2(set);
    const step: Step = [placeOf(parts[0]), placeOf(parts[1])];
    steps.push(step);
    return count + steps.length - 1;
  };
  placeOf(whole);
  return steps;
}

function greedyOrder(operands: readonly Labels[], out: Labels, sizes: readonly number[]): readonly Step[] {
  const left = operands.map((labels, place) => ({ labels, place }));
  const steps: Step[] = [];
  while (left.length > 1) {
    let choice = { gain: Number.POSITIVE_INFINITY, cost: 0, i: 0, j: 1, labels: [] as Labels };
    for (let i = 0; i < left.length; i++) {
      for (let j = i + 1; j < left.length; j++) {
        const needed = new Set([...out, ...left.flatMap(({ labels }, k) => (k === i || k === j ? [] : labels))]);
        const labels = labelsOfPair(left[i].labels, left[j].labels, needed);
        const gain = sizeOf(labels, sizes) - sizeOf(left[i].labels, sizes) - sizeOf(left[j].labels, sizes);
        const cost = sizeOf(new Set([...left[i].labels, ...left[j].labels]), sizes);
        if (gain < choice.gain || (gain === choice.gain && cost < choice.cost)) choice = { gain, cost, i, j, labels };
      }
    }
    const { i, j, labels } = choice;
    steps.push([left[i].place, left[j].place]);
    left.splice(j, 1);
    left.splice(i, 1);
    left.push({ labels, place: operands.length + steps.length - 1 });
  }
  return steps;
}
