import type { Tensor } from "@wengert/array";
import { elementsOf, fromData, sizeOf } from "@wengert/array/author";
import type { Value } from "@wengert/rule";
import { linear } from "@wengert/rule/library";

/** A rectangle laid over a matrix: its upper left corner, which may lie outside, and its size. */
interface Block {
  readonly top: number;
  readonly left: number;
  readonly rows: number;
  readonly columns: number;
}

/** y[i, j] = a[i + top, j + left], and 0 outside of a. Its transpose is a block again, which puts ȳ where it came from. */
const blockRule: (a: Value, o: Block) => Tensor = /* @__PURE__ */ linear({
  name: "block",
  spelling: "moves",
  impl: blockOf,
  tangent: (da: Tensor, o: Block) => blockOfDerivative(da, o),
  transpose: (ybar: Tensor, a: Tensor, o: Block) => blockOfDerivative(ybar, back(a, o)),
});

/** The same of a tangent or cotangent: what lies outside does not depend. */
const blockOfDerivative: (ybar: Value, o: Block) => Tensor = /* @__PURE__ */ linear({
  name: "block",
  spelling: "moves",
  leavesOut: true,
  impl: blockOf,
  transpose: (ybar: Tensor, a: Tensor, o: Block) => blockOfDerivative(ybar, back(a, o)),
});

/** Where the block came from. Adding 0 turns −0 into 0. */
function back({ shape }: Tensor, { top, left }: Block): Block {
  const [rows, columns] = shape.slice(-2);
  return { top: 0 - top, left: 0 - left, rows, columns };
}

function blockOf(a: Tensor, { top, left, rows, columns }: Block): Tensor {
  const [m, n] = a.shape.slice(-2);
  const shape = [...a.shape.slice(0, -2), rows, columns];
  const out = new Float64Array(sizeOf(shape));
  const count = rows * columns === 0 ? 0 : out.length / (rows * columns);
  const [begin, end] = [Math.max(0, -left), Math.min(columns, n - left)];
  for (let b = 0; b < count && begin < end; b++) {
    for (let i = Math.max(0, -top); i < Math.min(rows, m - top); i++) {
      const from = (b * m + i + top) * n + left;
      out.set(elementsOf(a).subarray(from + begin, from + end), (b * rows + i) * columns + begin);
    }
  }
  return fromData(out, shape);
}

/** The rows × columns of a [..., m, n] that begin at (top, left), with zeros where there is nothing of a. */
export function block(a: Value, rows: number, columns: number, top: number = 0, left: number = 0): Tensor {
  return blockRule(a, { top: top + 0, left: left + 0, rows, columns });
}
