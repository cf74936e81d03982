/** The long options of `npm start` as apps/gp spells them, and whether each takes a value. A check compares the two. */
export const startOptions = {
  data: true,
  x: true,
  y: true,
  covariance: true,
  method: true,
  iterations: true,
  out: true,
  json: false,
  help: false,
};
