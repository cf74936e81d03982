/**
 * Sums over differences of points, on plain row-major matrices: x holds n points, y m points, of d coordinates each. Computed
 * from the differences themselves, so that points close together far from the origin keep their digits.
 */
export interface Differences {
  /** out[n, m] ← Σₖ (xᵢₖ − yⱼₖ)² */
  squaredDistances(
    n: number,
    m: number,
    d: number,
    x: Float64Array,
    xOffset: number,
    y: Float64Array,
    yOffset: number,
    out: Float64Array,
    outOffset: number,
  ): void;
  /** out[n, d] ← Σⱼ wᵢⱼ (xᵢₖ − yⱼₖ); w is n×m, or m×n if `trans`, and its transpose is meant. */
  weightedDifferences(
    trans: boolean,
    n: number,
    m: number,
    d: number,
    w: Float64Array,
    wOffset: number,
    x: Float64Array,
    xOffset: number,
    y: Float64Array,
    yOffset: number,
    out: Float64Array,
    outOffset: number,
  ): void;
}
