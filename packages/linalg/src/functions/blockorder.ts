/** An order of the indices in which a matrix is block triangular, and to which block each place of it belongs. */
export interface BlockOrder {
  readonly order: Int32Array;
  readonly block: Int32Array;
}

/**
 * The order in which A is block upper triangular with blocks as small as they can be: the strongly connected parts of the graph
 * with an edge from i to j where aᵢⱼ is not 0, each before what it leads to. What is 0 in functions of A then stays exactly 0 in
 * products and eliminations, and small blocks are not rounded to the size of large ones.
 *
 * An upper triangular matrix keeps its order.
 *
 * Source: Sharir, "A strong-connectivity algorithm and its applications in data flow analysis", Comput. Math. Appl. 7, 1981.
 */
export function blockOrder(n: number, a: Float64Array): BlockOrder {
  const descending = Int32Array.from({ length: n }, (_, i) => n - 1 - i);
  const finished = walk(n, descending, (i, j) => a[i * n + j] !== 0).flat();
  const parts = walk(n, finished.reverse(), (i, j) => a[j * n + i] !== 0);
  const order = Int32Array.from(parts.flatMap((part) => part.sort((i, j) => i - j)));
  const block = Int32Array.from(parts.flatMap((part, k) => part.map(() => k)));
  return { order, block };
}

/** What is reached from each start and not from one before, in the order in which it is left. Depth first, without recursion. */
function walk(n: number, starts: Iterable<number>, edge: (i: number, j: number) => boolean): number[][] {
  const next = new Int32Array(n).fill(n); // below which neighbours are still to be looked at
  const reached = new Uint8Array(n);
  const trees: number[][] = [];
  for (const start of starts) {
    if (reached[start] === 1) continue;
    const [tree, path]: [number[], number[]] = [[], [start]];
    reached[start] = 1;
    while (path.length > 0) {
      const i = path[path.length - 1];
      let j = next[i] - 1;
      while (j >= 0 && (reached[j] === 1 || !edge(i, j))) j--;
      next[i] = Math.max(j, 0);
      if (j < 0) tree.push(path.pop() as number);
      else {
        reached[j] = 1;
        path.push(j);
      }
    }
    trees.push(tree);
  }
  return trees;
}

/** A with rows and columns in that order, or with `back` out of it. */
export function reordered(n: number, a: Float64Array, order: Int32Array, back = false): Float64Array {
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const [here, there] = [i * n + j, order[i] * n + order[j]];
      if (back) out[there] = a[here];
      else out[here] = a[there];
    }
  }
  return out;
}
