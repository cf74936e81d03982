import { type ConstrainedExample, minus, over, plus, type Scalar, sq, times } from "./formulas.ts";

const least = [
  213.1, 17.505, 11.275, 214.228, 7.458, 0.961, 1.612, 0.146, 107.99, 922.693, 926.832, 18.766, 1072.163, 8961.448,
  0.063, 71084.33, 2802713,
];
const most = [
  405.23, 1053.6667, 35.03, 665.585, 584.463, 265.916, 7.046, 0.222, 273.366, 1286.105, 1444.046, 537.141, 3247.039,
  26844.086, 0.386, 140000, 12146108,
];

/** The mill of 85: its 17 quantities y, and the numbers c of the collection that profit and further limits need. */
function mill(x1: Scalar, x2: Scalar, x3: Scalar, x4: Scalar, x5: Scalar) {
  const y1 = plus(x2, x3, 41.6);
  const c1 = minus(times(0.024, x4), 4.62);
  const y2 = plus(over(12.5, c1), 12);
  const c2 = times(x1, plus(times(0.0003535, x1), 0.5311, times(0.08705, y2)));
  const c3 = plus(78, times(x1, plus(0.052, times(0.002377, y2))));
  const y3 = over(c2, c3);
  const y4 = times(19, y3);
  const gap = minus(x1, y3);
  const c4 = plus(times(0.04782, gap), over(times(0.1956, sq(gap)), x2), times(0.6376, y4), times(1.594, y3));
  const y5 = times(minus(gap, y4), minus(0.95, over(c4, times(100, x2))));
  const y6 = plus(gap, times(-1, y4), times(-1, y5));
  const c8 = times(0.995, plus(y4, y5));
  const y7 = over(c8, y1);
  const y8 = over(c8, 3798);
  const c9 = plus(y7, times(-0.0663, over(y7, y8)), -0.3153);
  const y9 = plus(over(96.82, c9), times(0.321, y1));
  const y10 = plus(times(1.29, y5), times(1.258, y4), times(2.29, y3), times(1.71, y6));
  const y11 = plus(times(1.71, x1), times(-0.452, y4), times(0.58, y3));
  const c12 = plus(times(0.995, y10), 1998);
  const y12 = plus(times(12.3 / 752.3, x1), over(times(1.75 * 0.995, x1, y2), c12));
  const y13 = minus(c12, times(1.75, y2));
  const c17 = plus(y9, x5);
  const y14 = plus(3623, times(64.4, x2), times(58.4, x3), over(146312, c17));
  const c13 = plus(times(0.995, y10), times(60.8, x2), times(48, x4), times(-0.1121, y14), -5095);
  const y15 = over(y13, c13);
  const y16 = plus(148000, times(-331000, y15), times(40, y13), times(-61, y15, y13));
  const c14 = minus(times(2324, y10), times(28740000, y2));
  const y17 = plus(14130000, times(-1328, y10), times(-531, y11), over(c14, c12));
  const c18 = over(minus(over(y13, y15), over(y13, 0.52)), minus(1.104, times(0.72, y15)));
  const y = [y1, y2, y3, y4, y5, y6, y7, y8, y9, y10, y11, y12, y13, y14, y15, y16, y17];
  return { y, c17, c18, c19: over(y2, c12) };
}

/** Problem 85: the profit of a mill for wood pulp. */
export const pulp: ConstrainedExample = {
  hs: 85,
  start: [900, 80, 115, 267, 27],
  lower: [704.4148, 68.6, 0, 193, 25],
  upper: [906.3855, 288.88, 134.75, 287.0966, 84.1988],
  objective: (...x) => {
    const { y, c18, c19 } = mill(x[0], x[1], x[2], x[3], x[4]);
    return plus(
      0.1365,
      times(-5.843e-7, y[16]),
      times(1.17e-4, y[13]),
      times(2.358e-5, y[12]),
      times(1.502e-6, y[15]),
      times(0.0321, y[11]),
      times(0.004324, y[4]),
      times(1e-4, c18),
      times(37.48, c19),
    );
  },
  inequalities: (...x) => {
    const { y, c17, c19 } = mill(x[0], x[1], x[2], x[3], x[4]);
    return [
      minus(times(1.5, x[1]), x[2]),
      minus(y[3], times(0.28 / 0.72, y[4])),
      minus(21, times(3496, c19)),
      plus(over(62212, c17), -110.6, times(-1, y[0])),
      // In units of their limits, which differ by eight powers of ten.
      ...y.flatMap((v, i) => [over(minus(v, least[i]), most[i]), over(minus(most[i], v), most[i])]),
    ];
  },
  // The collection has -1.90513375, where another point has less.
  value: -1.9051552585,
  at: [705.17453707, 68.6, 102.9, 282.32493159, 37.58411643],
};
