/*
 * Special functions, one per file, so that a program takes what it uses. Values come from @stdlib's packages of one
 * function each, pinned exactly, since accuracy is measured for these versions: fdlibm's, Boost's and Cephes'
 * approximations, in plain JavaScript, which runs synchronously everywhere. (WebAssembly builds of Cephes are compiled
 * asynchronously in browsers.) Where they miss 1e-13, or are wrong at the edges, the file says so and corrects it. Iₙ, K of
 * any real order, ψ⁽ⁿ⁾ and the derivatives whose terms would cancel are our own. Covariances stand here too, as functions
 * of a squared distance.
 */
export { besselI0, besselI1 } from "./besseli.ts";
export { besselI0e, besselI1e } from "./besselie.ts";
export { besselJ0, besselJ1 } from "./besselj.ts";
export { besselK0, besselK1 } from "./besselk.ts";
export { matern } from "./covariances/matern.ts";
export { periodic } from "./covariances/periodic.ts";
export { rationalQuadratic } from "./covariances/rationalquadratic.ts";
export { digamma } from "./digamma.ts";
export { erf } from "./erf.ts";
export { erfc } from "./erfc.ts";
export { erfcx } from "./erfcx.ts";
export { erfInv } from "./erfinv.ts";
export { gamma } from "./gamma.ts";
export { lgamma } from "./lgamma.ts";
export { logBeta } from "./logbeta.ts";
export { logNormalCdf } from "./lognormalcdf.ts";
export { normalCdf } from "./normalcdf.ts";
export { normalCdfInverse } from "./normalcdfinverse.ts";
export { besselK } from "./realorder/besselk.ts";
export { trigamma } from "./trigamma.ts";
