import { type Forms, flipped, inShape, plainArgs, type Spelled, vector } from "./spelling.ts";
import { callOf, infixed } from "./tree.ts";

/** op(A) v, where a vector may stand for a matrix of one row. */
export function matrixTimesVector(line: Spelled): Forms {
  const [a] = line.args;
  const [, v] = plainArgs(line);
  const row = line.shape.length === 1 && line.shape[0] === 1 ? vector(a) : undefined;
  if (row !== undefined) return [infixed("@", row, v, [])];
  const matrix = flipped(inShape(a, line.shapes[0]), line.attributes.transpose === true);
  return [v.shape.length === 1 ? infixed("@", matrix, v, line.shape) : callOf("matvec", [matrix, v], line.shape)];
}
