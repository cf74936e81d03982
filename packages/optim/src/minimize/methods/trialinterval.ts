/** The value and slope of a function of one variable at one step: φ(t) and φ'(t). */
export interface Slope {
  readonly step: number;
  readonly value: number;
  readonly slope: number;
}

/**
 * The interval that contains an acceptable step: between `best`, the step with the lowest value so far, and `other`. The interval
 * has no far end as long as `other` is undefined.
 */
export interface Interval<T extends Slope = Slope> {
  readonly best: T;
  readonly other: Slope | undefined;
  /** The step to try next. */
  readonly next: number;
}

/**
 * Updates the interval by a trial, and proposes the next trial by interpolation.
 *
 * Let c minimize the cubic through values and slopes at two places, q the quadratic through both values and the slope at
 * `best`, s the quadratic through both slopes (the secant step). Of these the next step is
 *
 *     1  value rose           c where nearer to best than q, else halfway between them    interval closes
 *     2  slope changed sign   the one of c, s farther from the trial                      interval closes
 *     3  slope flattened      open: the farther of c, s; closed: the nearer, within 0.66 of the way to `other`
 *     4  slope steepened      open: the end of the range; closed: c through the trial and `other`
 *
 * Source: Moré & Thuente, "Line search algorithms with guaranteed sufficient decrease", ACM Transactions on
 * Mathematical Software 20 (1994) 286–307, section 4.
 *
 * @param min, max - the range to which an open interval may be extended; the ends of a closed one
 * @param lift - compares φ(t) - lift·t instead of φ(t): the paper's ψ, up to a constant
 */
export function updateInterval<T extends Slope>(
  interval: Interval<T>,
  trial: T,
  min: number,
  max: number,
  lift: number,
): Interval<T> {
  const best = lower(interval.best, lift);
  const here = lower(trial, lift);
  const other = interval.other && lower(interval.other, lift);
  const edge = here.step > best.step ? max : min;
  const rose = here.value > best.value;
  const turned = here.slope * Math.sign(best.slope) < 0;

  let next: number;
  let open = other === undefined;
  if (rose) {
    open = false;
    const cubic = cubicMinimum(best, here);
    const quadratic = quadraticMinimum(best, here);
    const near = Math.abs(cubic - best.step) < Math.abs(quadratic - best.step);
    next = near ? cubic : (cubic + quadratic) / 2;
  } else if (turned) {
    open = false;
    next = farther(here, cubicMinimum(here, best), secantMinimum(here, best));
  } else if (Math.abs(here.slope) < Math.abs(best.slope)) {
    const secant = secantMinimum(here, best);
    const cubic = cubicMinimum(here, best);
    // Where the cubic has no minimum beyond the trial, the step is as long as allowed.
    const ahead = (cubic - here.step) * (here.step - best.step) > 0 ? cubic : edge;
    next = other === undefined ? farther(here, ahead, secant) : within(here, other, nearer(here, ahead, secant));
  } else {
    next = other === undefined ? edge : cubicMinimum(here, other);
  }
  if (Number.isNaN(next)) next = (here.step + (rose || turned || other === undefined ? best : other).step) / 2;
  if (open) next = Math.min(Math.max(next, min), max);

  if (rose) return { best: interval.best, other: slopeOf(trial), next };
  return { best: trial, other: turned ? slopeOf(interval.best) : interval.other, next };
}

/** A trial without its point, whose memory is then free. */
function slopeOf({ step, value, slope }: Slope): Slope {
  return { step, value, slope };
}

function lower({ step, value, slope }: Slope, lift: number): Slope {
  return { step, value: value - lift * step, slope: slope - lift };
}

/**
 * The minimum of the cubic through values and slopes at a and b, at a + r(b - a):
 *
 *     θ = 3(φa - φb)/(b - a) + φ'a + φ'b,   γ = √(θ² - φ'a φ'b) with the sign of b - a,
 *     r = (γ - φ'a + θ)/(2γ - φ'a + φ'b)
 *
 * scaled by the largest of |θ|, |φ'a|, |φ'b| so that no square overflows. NaN for a monotone cubic.
 */
function cubicMinimum(a: Slope, b: Slope): number {
  const theta = (3 * (a.value - b.value)) / (b.step - a.step) + a.slope + b.slope;
  const scale = Math.max(Math.abs(theta), Math.abs(a.slope), Math.abs(b.slope));
  const square = (theta / scale) ** 2 - (a.slope / scale) * (b.slope / scale);
  const gamma = Math.sign(b.step - a.step) * scale * Math.sqrt(square > 0 ? square : Number.NaN);
  return a.step + ((gamma - a.slope + theta) / (gamma - a.slope + gamma + b.slope)) * (b.step - a.step);
}

/** The minimum of the quadratic through both values and the slope at a. */
function quadraticMinimum(a: Slope, b: Slope): number {
  const chord = (b.value - a.value) / (b.step - a.step);
  return a.step + (a.slope / (a.slope - chord) / 2) * (b.step - a.step);
}

/** The minimum of the quadratic with both slopes. */
function secantMinimum(a: Slope, b: Slope): number {
  return a.step + (a.slope / (a.slope - b.slope)) * (b.step - a.step);
}

function nearer(to: Slope, t: number, u: number): number {
  return Math.abs(t - to.step) < Math.abs(u - to.step) ? t : u;
}

function farther(from: Slope, t: number, u: number): number {
  return Math.abs(t - from.step) > Math.abs(u - from.step) ? t : u;
}

/** t, but at most 0.66 of the way from `here` to `other`. */
function within(here: Slope, other: Slope, t: number): number {
  const limit = here.step + 0.66 * (other.step - here.step);
  return other.step > here.step ? Math.min(limit, t) : Math.max(limit, t);
}
