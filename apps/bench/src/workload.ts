import type { Job } from "./job.ts";

/** How much of a workload to run: for the tests, for a first look, or for the record. */
export type Scale = "tiny" | "quick" | "full";

/** What a contender computes with. */
export type Precision = "f64" | "f64 with functions of f32" | "f32";

/** One way to do a workload's job. */
export interface Contender {
  /** As in the tables. */
  readonly name: string;
  /** By default double precision. */
  readonly precision?: Precision;
  /** How many leading numbers of the result it has; by default all. */
  readonly compares?: number;
  /** Puts the inputs in place. @throws {Absent} when what it needs is not to be had */
  prepare(): Promise<Job>;
}

/** A job that several contenders do, at several sizes. */
export interface Workload {
  /** For the command line. */
  readonly name: string;
  readonly title: string;
  /** What is computed, in one or two sentences. */
  readonly what: string;
  /** Sizes by scale, ascending: a contender that is too slow for one is not asked for a larger one. */
  readonly sizes: Readonly<Record<Scale, readonly number[]>>;
  /** The size in words. */
  label(n: number): string;
  /** A rate to show beside the time. */
  readonly rate?: { readonly unit: string; of(n: number, seconds: number): number };
  /** Those who cannot do the job, and why. */
  readonly cannot?: Readonly<Record<string, string>>;
  /** The first one's result is the reference for all. */
  contenders(n: number): readonly Contender[];
}

/** Thrown by `prepare`: the contender, or what it stands on, is not here. */
export class Absent extends Error {
  override readonly name: string = "Absent";
}

/** All that could stand beside us. */
export const PEERS: readonly string[] = [
  "ml-matrix",
  "scikit-learn",
  "NumPy/SciPy by hand",
  "PyTorch",
  "jax-js jit",
  "jax-js eager",
  "tensorflow.js wasm",
  "tensorflow.js cpu",
];

/** Those who cannot do a job, all for one reason. */
export function absent(peers: readonly string[], reason: string): Readonly<Record<string, string>> {
  return Object.fromEntries(peers.map((peer) => [peer, reason]));
}
