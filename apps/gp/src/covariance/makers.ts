import { constant, type Kernel, linear, matern, noise, periodic, rationalQuadratic, rbf } from "../process/kernels.ts";

/**
 * The function of each kernel of the library, for its fixed arguments. It is apart from the library's names, so that a page which
 * only writes covariances need not bring along what evaluates them.
 */
export const makers: Readonly<Record<string, (fixed: Readonly<Record<string, number>>) => Kernel<never>>> = {
  rbf: () => rbf,
  periodic: ({ period }) => periodic(period),
  rationalQuadratic: () => rationalQuadratic,
  matern: ({ nu }) => matern(nu),
  linear: () => linear,
  constant: () => constant,
  noise: () => noise,
};
