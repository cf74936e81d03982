import type { Tensor } from "@wengert/array";
import type { Param } from "@wengert/params";

export function rastrigin(p: { x: Tensor; y: Tensor }): Tensor;
export function logistic(p: { a: Tensor; b: Tensor }, shard: { x: Tensor; y: Tensor }): Tensor;
export const tagged: { scale: Param<number>; place: Param<number> };
export function taggedTerm(shard: number): Tensor;
export function load(reference: { rows: number; seed: number }): { x: Tensor; y: Tensor };
