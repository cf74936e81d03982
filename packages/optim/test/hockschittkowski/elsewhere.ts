/** Where a method ends from the usual start instead of at the published solution, and why: the value there, and the reason. */
interface Elsewhere {
  readonly value: number;
  readonly why: string;
}

const bothMethods: Readonly<Record<number, Elsewhere>> = {
  2: { value: 4.941229318, why: "the minimum on the other side of the origin, where the start is" },
  16: { value: 23.144660941, why: "the minimum at the lower bound, to which the start is moved" },
  20: { value: 40.198729811, why: "the minimum at the lower bound, to which the start is moved" },
  55: { value: 20 / 3, why: "the other end of the only line of feasible points" },
};

export const elsewhere: Readonly<Record<"sqp" | "auglag", Readonly<Record<number, Elsewhere>>>> = {
  sqp: bothMethods,
  auglag: bothMethods,
};

/** Where a method ends without success: 13 has no multipliers at the minimum. */
export const unsolved: Readonly<Record<"sqp" | "auglag", readonly number[]>> = { sqp: [13], auglag: [13] };

/** Where a method solves a problem, but not in other units: the objective of 87 jumps, and where a run meets the jump depends on rounding. */
export const onlyPlain: Readonly<Record<"sqp" | "auglag", readonly number[]>> = { sqp: [], auglag: [87] };
