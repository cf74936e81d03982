/*
 * The integral of Hermite and Genocchi for a divided difference of order k: for k = 1 it is ∫₀¹ f′(x₀ + u (x₁ − x₀)) du, and
 * in general
 *
 *     ∫ … ∫ u₁ᵏ⁻¹ u₂ᵏ⁻² … f⁽ᵏ⁾(x₀ + u₁ (x₁ − x₀) + u₁ u₂ (x₂ − x₁) + …) du₁ … duₖ
 *
 * by products of Gauss–Legendre rules on [0, 1].
 */

type Rule = readonly (readonly [node: number, weight: number])[];

/** One product rule: how f⁽ᵏ⁾ is weighted at its nodes, and where these are. */
export interface Quadrature {
  readonly weights: (k: number) => Float64Array;
  /** The nodes for values x₀, …, xₖ, written to `out` from `at` on. */
  readonly write: (x: readonly number[], out: Float64Array, at: number) => void;
}

function quadrature(rule: Rule): Quadrature {
  const of = new Map<number, readonly Node[]>();
  const nodes = (k: number): readonly Node[] => {
    const known = of.get(k) ?? productRule(rule, k);
    of.set(k, known);
    return known;
  };
  return {
    weights: (k) => Float64Array.from(nodes(k), ({ weight }) => weight),
    write: (x, out, at) => {
      for (const [i, { u }] of nodes(x.length - 1).entries()) {
        let [point, reach] = [x[0], 1];
        for (const [p, one] of u.entries()) {
          reach *= one;
          point += reach * (x[p + 1] - x[p]);
        }
        out[at + i] = point;
      }
    },
  };
}

interface Node {
  readonly u: readonly number[];
  readonly weight: number;
}

function productRule(rule: Rule, k: number): readonly Node[] {
  let nodes: readonly Node[] = [{ u: [], weight: 1 }];
  for (let p = 1; p <= k; p++) {
    nodes = nodes.flatMap(({ u, weight }) =>
      rule.map(([node, w]) => ({ u: [...u, node], weight: weight * w * node ** (k - p) })),
    );
  }
  return nodes;
}

/** Of orders 6 and 4. Their difference is the error of the latter. */
export const FINE: Quadrature = /* @__PURE__ */ quadrature(
  mirrored([
    [0.03376524289842399, 0.08566224618958518],
    [0.16939530676686773, 0.1803807865240693],
    [0.38069040695840156, 0.23395696728634552],
  ]),
);
export const COARSE: Quadrature = /* @__PURE__ */ quadrature(
  mirrored([
    [0.06943184420297371, 0.17392742256872692],
    [0.33000947820757187, 0.32607257743127305],
  ]),
);

function mirrored(half: Rule): Rule {
  return [...half, ...half.map(([node, weight]) => [1 - node, weight] as const).reverse()];
}
