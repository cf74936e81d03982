import { UserError } from "../errors.ts";

/** Matrices of n × n numbers that an evaluation holds at its peak: those of the likelihood, and those of each kernel. */
const ofLikelihood = 6;
const ofKernel = 3;

/**
 * Refuses more rows than the memory holds matrices for, before anything is computed.
 *
 * @param kernels - how many the covariance has
 * @param memory - bytes
 * @throws {UserError} with the number of rows that would do
 */
export function checkSize(rows: number, kernels: number, memory: number): void {
  const bytes = 8 * (ofLikelihood + ofKernel * kernels);
  if (bytes * rows ** 2 <= memory) return;
  const most = Math.floor(Math.sqrt(memory / bytes));
  const gigabytes = (count: number): string => `${Number((count / 2 ** 30).toPrecision(2))} GB`;
  throw new UserError(
    `${rows} rows need about ${gigabytes(bytes * rows ** 2)} of memory, and there are ${gigabytes(memory)}: ` +
      `at most about ${most} rows can be fitted; leave some out`,
  );
}
