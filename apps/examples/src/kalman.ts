/**
 * A Kalman filter, differentiated through all of its steps: the yearly flow of the Nile at Aswan, 1871 to 1970, as a level that
 * wanders, seen through noise. Both variances are learned.
 *
 * Source: Durbin and Koopman, Time Series Analysis by State Space Methods (2001), chapter 2: 15099 and 1469.1, log likelihood −632.54.
 */
import { add, div, log, minimize, mul, param, paramsOf, positive, square, sub, type Value } from "wengert";

const flow = [
  1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960, 1180, 799, 958, 1140, 1100,
  1210, 1150, 1250, 1260, 1220, 1030, 1100, 774, 840, 874, 694, 940, 833, 701, 916, 692, 1020, 1050, 969, 831, 726, 456,
  824, 702, 1120, 1100, 832, 764, 821, 768, 845, 864, 862, 698, 845, 744, 796, 1040, 759, 781, 865, 845, 944, 984, 897,
  822, 1010, 771, 676, 649, 846, 812, 742, 801, 1040, 860, 874, 848, 890, 744, 749, 838, 1050, 918, 986, 797, 923, 975,
  815, 1020, 906, 901, 1170, 912, 746, 919, 718, 714, 740,
];

export const model = { noise: param(10_000, positive()), wandering: param(1000, positive()) };

/**
 * −log p(y₂ … yₙ | y₁): nothing is known of the first level, so the first year sets it.
 *
 * @param see - gets the level that each year leaves behind
 */
function loss(see: (level: Value, variance: Value) => void = () => {}): Value {
  let total: Value = 0;
  let level: Value = flow[0];
  let variance: Value = model.noise;
  see(level, variance);
  for (const observed of flow.slice(1)) {
    const predicted = add(variance, model.wandering);
    const spread = add(predicted, model.noise);
    const surprise = sub(observed, level);
    const gain = div(predicted, spread);
    total = add(total, mul(0.5, add(log(mul(2 * Math.PI, spread)), div(square(surprise), spread))));
    level = add(level, mul(gain, surprise));
    variance = mul(sub(1, gain), predicted);
    see(level, variance);
  }
  return total;
}

const { value, evaluations } = minimize(() => loss(), paramsOf(model));
export const logLikelihood = -value;
const { noise, wandering } = model;
console.log(`log likelihood ${logLikelihood.toFixed(2)} after ${evaluations} evaluations`);
console.log(`variance of noise ${noise.value.toFixed(0)}, of a year's step ${wandering.value.toFixed(0)}`);

export const levels: number[] = [];
loss((level) => levels.push(add(level, 0).item()));
for (const year of [1890, 1899, 1910, 1970]) console.log(`level in ${year}: ${levels[year - 1871].toFixed(0)}`);
