export { BlasNotFoundError } from "./errors.ts";
export { type OpenBlasOptions, openBlas } from "./openblas.ts";
