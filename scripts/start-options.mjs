/** The long options of `npm start` as apps/gp spells them, and whether each takes a value. A check compares the two. */
export const startOptions = {
  data: true,
  x: true,
  y: true,
  delimiter: true,
  decimal: true,
  missing: true,
  "time-unit": true,
  covariance: true,
  horizon: true,
  method: true,
  iterations: true,
  out: true,
  json: false,
  help: false,
};
