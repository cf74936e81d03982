import { ArgumentError, ShapeError, type Tensor } from "@wengert/array";
import { elementsOf, expectFlag, expectOptions, quoted, showShape, sizeOf } from "@wengert/array/author";
import { neg, reshape, sub } from "@wengert/ops";
import { sumTo } from "@wengert/ops/author";
import { resolve, type Value } from "@wengert/rule";
import { ruleWithAttributes } from "@wengert/rule/library";
import { aligned, checkVector, match, orderOf, positionOf } from "../batch/batch.ts";
import { hasNonFinite, refuseNonFinite } from "../batch/nonfinite.ts";
import { SingularMatrixError } from "../errors.ts";
import { absentOf, dependingOnEach, dependsNot } from "../parts/absent.ts";
import { askedBy } from "../parts/asked.ts";
import { tril, triu } from "../parts/triangle.ts";
import { product } from "../products/product.ts";
import { dependingOn, singleOrder } from "../spelled/cells.ts";
import { requirePivots } from "../spelled/lu.ts";
import { signsOf } from "../spelled/signs.ts";
import { spelledSolve } from "../spelled/substitution.ts";
import { substituted } from "./substituted.ts";

/** Which triangle is the matrix, and on which side of the unknowns it stands. */
export interface TriangularSolveOptions {
  /** The matrix is the lower triangle of a, else the upper one. Default true. */
  readonly lower?: boolean;
  /** Solve with the transpose of that triangle. Default false. */
  readonly transpose?: boolean;
  /** Take the diagonal as ones, without reading it. Default false. */
  readonly unitDiagonal?: boolean;
  /** "left": op(a) x = b; "right": x op(a) = b. Default "left". */
  readonly side?: "left" | "right";
}

/** Options with the public operation and its argument that errors name. */
interface System extends Required<TriangularSolveOptions> {
  readonly op: string;
  readonly name: string;
}

/**
 * op(T) X = B with T a triangle of A. From op(dT) X + op(T) dX = dB, and with ⟨X̄, dX⟩ = ⟨B̄, dB − op(dT) X⟩:
 *
 *     left    dX = op(T)⁻¹ (dB − op(dT) X),   B̄ = op(T)⁻ᵀ X̄,   op(T)‾ = −B̄ Xᵀ
 *     right   dX = (dB − X op(dT)) op(T)⁻¹,   B̄ = X̄ op(T)⁻ᵀ,   op(T)‾ = −Xᵀ B̄
 *
 * A moves, and gets its cotangent, in its triangle alone.
 */
const solveRule: (a: Value, b: Value, o: System) => Tensor = /* @__PURE__ */ ruleWithAttributes({
  name: "triangularSolve",
  spelling: ([a, b], arithmetic, o) => {
    const n = singleOrder(a);
    if (n === undefined || b.shape.length !== 2) return undefined;
    const { unitDiagonal } = o as System;
    if (!unitDiagonal) requirePivots(n, a.cells, arithmetic);
    const x = spelledSolve(o as System, [b.shape[0], b.shape[1]], a.cells, b.cells, arithmetic);
    // An entry beside the diagonal that is not finite makes the solution so.
    if (x !== undefined) signsOf(arithmetic).requireFinite(x);
    return dependingOn([b], x, arithmetic);
  },
  impl: (a: Tensor, b: Tensor, { lower, transpose, unitDiagonal, side, op, name }: System): Tensor => {
    if (dependsNot(b)) return absentOf([...match(op, a, b).batch, ...b.shape.slice(-2)]);
    const own = askedBy(b, a);
    if (!unitDiagonal) refuseZeroPivot(op, name, own, lower ? "lower" : "upper");
    const x = substituted(own, b, { lower, transpose, unitDiagonal, side, op });
    // An entry beside the diagonal that is not finite makes the solution so, which is quicker to look through than the matrix.
    if (hasNonFinite(elementsOf(x))) refuseNonFinite(op, name, own, lower ? "lower" : "upper", unitDiagonal ? 1 : 0);
    return dependingOnEach(x, b);
  },
  jvp: ([da, db], [a], x, o) => {
    if (da === undefined) return db === undefined ? undefined : solve(a, db, o);
    const dt = triangleOf(da, o);
    const moved =
      o.side === "left" ? product(dt, x, { transposeA: o.transpose }) : product(x, dt, { transposeB: o.transpose });
    return solve(a, db === undefined ? neg(moved) : sub(db, moved), o);
  },
  vjp: (xbar, [a, b], x, o) => {
    let solved: Tensor | undefined;
    const bbar = (): Tensor => {
      solved ??= solve(a, xbar, { ...o, transpose: !o.transpose });
      return solved;
    };
    return [
      () => {
        // Of four products, the one that is the cotangent of T itself, not of its transpose.
        const [left, right] = o.transpose === (o.side === "left") ? [x, bbar()] : [bbar(), x];
        const across = product(neg(left), right, o.side === "left" ? { transposeB: true } : { transposeA: true });
        return sumTo(triangleOf(across, o), a.shape);
      },
      () => sumTo(bbar(), b.shape),
    ];
  },
});

/** The part of a matrix that is read: the tangent or cotangent of nothing else counts. */
function triangleOf(a: Tensor, { lower, unitDiagonal }: System): Tensor {
  const k = unitDiagonal ? 1 : 0;
  return lower ? tril(a, 0 - k) : triu(a, k);
}

/**
 * @throws {SingularMatrixError} when a triangular matrix has a zero on its diagonal
 * @throws {NonFiniteMatrixError} when it has NaN or ±∞ there
 */
export function refuseZeroPivot(op: string, name: string, a: Tensor, part: "lower" | "upper"): void {
  const n = a.shape[a.ndim - 1];
  for (let start = 0; start < a.size; start += n * n) {
    for (let i = 0; i < n; i++) {
      const pivot = elementsOf(a)[start + i * (n + 1)];
      if (!Number.isFinite(pivot)) refuseNonFinite(op, name, a, part);
      if (pivot !== 0) continue;
      const batch = positionOf(start / (n * n), a.shape.slice(0, -2));
      const where = batch.length === 0 ? "" : ` at batch position [${batch.join(", ")}]`;
      throw new SingularMatrixError(
        `${op}: ${name} of shape ${showShape(a.shape)} is singular${where}: its diagonal is 0 in row ${i} (counted from ` +
          "0). Add a little to the diagonal with addDiagonal, or leave out the variable that depends on the others.",
        op,
        { index: i, batch },
      );
    }
  }
}

/**
 * op(T) X = B for matrices whose shapes are known to fit. From the right, a batch against a single triangle is one tall
 * problem.
 */
export function solve(a: Tensor, b: Tensor, o: System): Tensor {
  if (a.ndim === b.ndim) return solveRule(a, b, o);
  if (o.side === "left" || a.ndim > 2) return solveRule(...aligned(a, b), o);
  const n = a.shape[1];
  return reshape(solveRule(a, reshape(b, [sizeOf(b.shape.slice(0, -1)), n]), o), b.shape);
}

/**
 * Solves a triangular system, T x = b, by substitution.
 *
 *     dx = T⁻¹ (db − dT x)
 *     b̄ = T⁻ᵀ x̄,   T̄ = −b̄ xᵀ, in the triangle
 *
 * Source: Giles, "Collected matrix derivative results for forward and reverse mode algorithmic differentiation", 2008.
 *
 * @param a - [..., n, n]; only the triangle that `lower` names is read
 * @param b - a vector [n], or matrices [..., n, k] ([..., k, n] with side "right"); the leading axes broadcast
 * @returns x, of the shape of b with the leading axes of both
 * @throws {ShapeError} when a is not square or b does not fit
 * @throws {SingularMatrixError} for a zero on the diagonal
 * @throws {NonFiniteMatrixError} when that triangle holds NaN or ±∞
 * @example
 * import { tensor } from "@wengert/array";
 * import { triangularSolve } from "@wengert/linalg";
 *
 * const l = tensor([[2, 0], [1, 4]]);
 * triangularSolve(l, tensor([2, 9])).toArray(); // => [1, 2]
 * triangularSolve(l, tensor([4, 8]), { transpose: true }).toArray(); // => [1, 2]
 */
export function triangularSolve(a: Value, b: Value, options: TriangularSolveOptions = {}): Tensor {
  expectOptions("triangularSolve", options, ["lower", "transpose", "unitDiagonal", "side"]);
  const { lower = true, transpose = false, unitDiagonal = false, side = "left" } = options;
  for (const [name, value] of Object.entries({ lower, transpose, unitDiagonal }))
    expectFlag("triangularSolve", name, value);
  if (side !== "left" && side !== "right") {
    throw new ArgumentError(`triangularSolve: side must be "left" or "right", not ${quoted(side)}.`, "triangularSolve");
  }
  return solveSystem(a, b, { lower, transpose, unitDiagonal, side, op: "triangularSolve", name: "a" });
}

/** One system, or several with the same triangle one after the other, on behalf of the operation that they name. */
export function solveSystem(a: Value, b: Value, ...systems: readonly System[]): Tensor {
  const [{ op, name, side }] = systems;
  const [matrix, given] = [resolve(a, op, 0), resolve(b, op, 1)];
  const n = orderOf(op, name, matrix);
  checkVector(op, "b", given);
  const vector = given.ndim === 1;
  const along = vector || side === "right" ? given.ndim - 1 : given.ndim - 2;
  if (given.shape[along] !== n) {
    throw new ShapeError(
      `${op}: ${name} of shape ${showShape(matrix.shape)} has order ${n}, but b of shape ${showShape(given.shape)} has ` +
        `${given.shape[along]} ${vector ? "elements" : side === "left" ? "rows" : "columns"} where it needs ${n}. A ` +
        'batch of vectors is expandDims(b, -1); for x a = b, triangularSolve has {side: "right"}.',
      op,
    );
  }
  const start = vector ? reshape(given, side === "left" ? [n, 1] : [1, n]) : given;
  const x = systems.reduce((x, system) => solve(matrix, x, system), start);
  return vector ? reshape(x, [...matrix.shape.slice(0, -2), n]) : x;
}
