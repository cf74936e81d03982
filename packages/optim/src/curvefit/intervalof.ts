import { ArgumentError } from "@wengert/array";
import type { Param } from "../spaces/paramspace.ts";
import type { Vector } from "../spaces/vector.ts";
import type { Model } from "./model.ts";
import { checkLevel } from "./predict.ts";
import { type Profiled, profileOf } from "./profile.ts";
import { studentQuantile } from "./quantiles.ts";
import type { Profile } from "./result.ts";

/**
 * The likelihood interval of a parameter as it is shown: for tags, of the value within its constraint. Likelihoods do not depend on
 * how a parameter is written, so the interval of the variable is carried over.
 *
 * @param errors - of the variables
 * @param freedom - of Student's t
 * @throws {ArgumentError} for a parameter that is not there, and for one number of a value whose constraint ties it to others
 */
export function intervalOf(
  { shown, params }: Model,
  fit: Profiled,
  errors: Vector,
  freedom: number,
  parameter: string | Param,
  level: number,
): Profile {
  checkLevel("profile", level);
  const path = typeof parameter === "string" ? parameter : (params?.paths[params.indexOf(parameter)] ?? "this tag");
  const i = shown.names.indexOf(path === "" ? "parameter" : path);
  if (i < 0) {
    const names = shown.names.slice(0, 20).map((name) => `"${name}"`);
    const there = `there is ${names.join(", ")}${shown.names.length > 20 ? ", …" : ""}`;
    throw new ArgumentError(`profile: there is no number at "${path}"; ${there}.`, "profile", path);
  }
  const rows = shown.rows(fit.x);
  const isAlone = rows[i].every((d, j) => (j === i) === (d !== 0)) && rows.length === fit.x.length;
  if (!isAlone) {
    const message = `profile: the constraint of "${path}" ties it to other numbers, so that it cannot be varied alone`;
    throw new ArgumentError(`${message}. Profile a parameter without such a constraint.`, "profile", path);
  }
  const t = freedom > 0 ? studentQuantile(level, freedom) : Number.POSITIVE_INFINITY;
  const { lower, upper, points } = profileOf(fit, i, errors[i], t, path);
  const valueAt = (at: number): number => (params !== undefined ? shown.values(fit.x.with(i, at))[i] : at);
  const ends = [valueAt(lower), valueAt(upper)];
  const shownPoints = points.map(({ at, tau }) => ({ value: valueAt(at), tau }));
  return {
    path,
    value: valueAt(fit.x[i]),
    level,
    lower: Math.min(...ends),
    upper: Math.max(...ends),
    points: shownPoints.toSorted((a, b) => a.value - b.value),
  };
}
