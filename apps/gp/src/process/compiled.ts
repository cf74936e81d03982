/** Measured over whole fits of a covariance with three and with eleven parameters. */
const most = 200;

/**
 * Whether a fit to so many observations is to have its objective compiled. The numbers are the same to the last bit. Up to 200
 * observations, what surrounds the operations takes much of the time: of several fits in one process the later ones take 0.4 to 0.9
 * of it, and the first 0.8 to 1.2. Beyond, the factorization takes it, and the evaluations that make a plan are not won back.
 */
export const compilingPays = (observations: number): boolean => observations <= most;
