import { sizeOf } from "@wengert/array/author";
import { chosen, gathered, ranges } from "./elements.ts";
import { matrixTimesVector } from "./matrixtimesvector.ts";
import {
  along,
  elementwiseProduct,
  type Forms,
  negative,
  of,
  operator,
  plainArgs,
  product,
  reduction,
  type Spelled,
  type Spelling,
  solution,
  transposition,
} from "./spelling.ts";
import { callOf, infixed, numberOf, type Term, term } from "./tree.ts";

/**
 * Operations whose rule is told more, or less, than the function that a user calls. All others are written as calls of their
 * names.
 */
export const spellings: Readonly<Record<string, Spelling>> = {
  add: operator("+"),
  sub: operator("-"),
  mul: elementwiseProduct,
  div: operator("/"),
  pow: power,
  neg: negative,
  dot: (line) => {
    const [x, y] = plainArgs(line);
    const vectors = x.shape.length === 1 && y.shape.length === 1;
    return [vectors ? infixed("@", x, y, line.shape) : callOf("dot", [x, y], line.shape)];
  },
  asNumbers: ({ args }) => args[0],
  addTangents: (line) => [plainArgs(line).reduce((all, x) => infixed("+", all, x, line.shape))],
  gatherElements: gathered,
  where: chosen,
  square: (line) => [infixed("^", plainArgs(line)[0], numberOf(2), line.shape)],
  reciprocal: (line) => [infixed("/", numberOf(1), plainArgs(line)[0], line.shape)],
  equal: operator("=="),
  notEqual: operator("!="),
  less: operator("<"),
  lessEqual: operator("<="),
  greater: operator(">"),
  greaterEqual: operator(">="),
  matmul: product,
  matvec: matrixTimesVector,
  transpose: transposition,
  sum: reduction,
  prod: (line) => reduction({ ...line, attributes: { axis: -1 } }),
  max: reduction,
  min: reduction,
  logsumexp: reduction,
  all: reduction,
  any: reduction,
  norm: reduction,
  softmax: along,
  logSoftmax: along,
  cumsum: along,
  cumprod: along,
  slice: ranges,
  concat: (line) => [callOf("concat", [list(plainArgs(line))], line.shape, { axis: line.attributes.axis })],
  broadcastTo: (line) => [callOf("broadcastTo", [plainArgs(line)[0], line.shape], line.shape)],
  reshape: ({ args, shape }) => {
    const fitting = args[0].filter((form) => form.shape.join() === shape.join());
    return [...fitting, ...args[0].filter((form) => !fitting.includes(form))] as unknown as Forms;
  },
  diag: of(0),
  triangle,
  addDiagonal: shifted,
  einsum: ({ args, shapes, attributes, shape }) => {
    const letters = (axes: readonly number[]): string => axes.map((k) => String.fromCharCode(97 + k)).join("");
    const { operands = [], out = [] } = attributes;
    const text = `${operands.map(letters).join(",")}->${letters(out)}`;
    return [callOf("einsum", [text, ...plainArgs({ name: "einsum", args, shapes, attributes, shape })], shape)];
  },
  solve: solution((a, b, shape) => infixed("\\", a, b, shape), 3),
  lstsq: solution((a, b, shape) => callOf("lstsq", [a, b], shape), 3),
  triangularSolve: triangular,
  inv: of(0),
  inverse: (line) => [callOf("inv", plainArgs(line).slice(0, 1), line.shape)],
  pinv: of(0),
  det: of(0),
  logdet: of(0),
  slogdet: of(0),
  eigh: of(0),
  eigvalsh: of(0),
  svd: of(0),
  svdvals: of(0),
  sqrtm: of(0),
  sylvester: of(0, 1, 2),
  lyapunov: of(0, 1),
  invQuadLogdet: ({ args, shapes, shape, ...line }) => {
    const b = args[3].find((form) => form.shape.length === 1) ?? plainArgs({ args, shapes, shape, ...line })[3];
    return [callOf("invQuadLogdet", [args[0][0], b], shape)];
  },
};

/** Which arguments are written, where the others tell only how a value is computed. */
export const written: Readonly<Record<string, readonly number[]>> = {
  solve: [0, 3],
  lstsq: [0, 3],
  inv: [0],
  inverse: [0],
  pinv: [0],
  det: [0],
  logdet: [0],
  slogdet: [0],
  eigh: [0],
  eigvalsh: [0],
  svd: [0],
  svdvals: [0],
  sqrtm: [0],
  sylvester: [0, 1, 2],
  lyapunov: [0, 1],
  invQuadLogdet: [0, 3],
};

function list(items: readonly Term[]): Term {
  return term({ kind: "list", items }, [], ...items);
}

/** x ^ y; a power of a matrix that looks like its inverse is written as a call. */
function power(line: Spelled): Forms {
  const [x, y] = plainArgs(line);
  const inverse = y.kind === "prefix" && y.of.kind === "number" && y.of.value === 1 && x.shape.length > 1;
  return [inverse ? callOf("pow", [x, y], line.shape) : infixed("^", x, y, line.shape)];
}

function triangle(line: Spelled): Forms | undefined {
  const { upper, k = 0, diagonal } = line.attributes;
  if (diagonal !== 1) return undefined;
  return [callOf(upper === true ? "triu" : "tril", [plainArgs(line)[0], ...(k === 0 ? [] : [k])], line.shape)];
}

/** A + s I, or a call where the diagonal gets different numbers. */
function shifted(line: Spelled): Forms {
  const [a, d] = plainArgs(line);
  const n = line.shape[line.shape.length - 1];
  const same = repeated(d);
  if (same === undefined || sizeOf(same.shape) !== 1) return [callOf("addDiagonal", [a, d], line.shape)];
  const s = same.shape.length === 0 ? same : callOf("reshape", [same, []], []);
  const identity = callOf("I", [n], [n, n]);
  return [infixed("+", a, infixed("*", s, identity, [n, n]), line.shape)];
}

/** The value that stands at every place, if the text says that there is one. */
function repeated(d: Term): Term | undefined {
  if (d.kind !== "call") return undefined;
  if (d.callee.name === "full") return d.args[1] as Term;
  return d.callee.name === "broadcastTo" ? (d.args[0] as Term) : undefined;
}

function triangular(line: Spelled): Forms | undefined {
  const { lower, transpose, unitDiagonal, side } = line.attributes;
  // The transpose is an option here, not part of the matrix.
  const plain = { ...line, attributes: {} };
  const options = {
    lower: lower === false ? false : undefined,
    transpose: transpose === true ? true : undefined,
    unitDiagonal: unitDiagonal === true ? true : undefined,
    side: side === "right" ? side : undefined,
  };
  if (side === "right") return [callOf("triangularSolve", plainArgs(line), line.shape, options)];
  return solution((a, b, shape) => callOf("triangularSolve", [a, b], shape, options), 1)(plain);
}
