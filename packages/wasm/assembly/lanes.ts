// What the elementwise kernels share. They work in place on a block of doubles, two lanes at a time; the length is rounded
// up to whole vectors, so the block has room for one more. Constants come from tables in memory: V8 would build a vector
// constant anew, from integer registers, at each use.
//
// Every kernel but the plainest covers only the ordinary range of its arguments. Elsewhere (special values, overflow, huge
// angles) it leaves NaN, and returns 1 if it left any, so that the caller can ask the scalar function.

/** 1.5·2⁵²: added to a small number it rounds it to an integer, which then stands in the low bits. */
export const ROUNDER: f64 = 6755399441055744;

/** The i-th double of a table, in both lanes. */
// @ts-expect-error: decorator
@inline
export function constant(table: usize, i: usize): v128 {
  return v128.load_splat<f64>(table + 8 * i);
}

/** c₀ + z·(c₁ + z·c₂): the pieces of polynomials, short chains that the processor overlaps. */
// @ts-expect-error: decorator
@inline
export function quadratic(z: v128, z2: v128, table: usize, i: usize): v128 {
  const linear = f64x2.add(constant(table, i), f64x2.mul(z, constant(table, i + 1)));
  return f64x2.add(linear, f64x2.mul(z2, constant(table, i + 2)));
}

/** NaN, with all bits set, in the lanes where the mask is not. */
// @ts-expect-error: decorator
@inline
export function nanUnless(valid: v128, y: v128): v128 {
  return v128.or(y, v128.not(valid));
}
