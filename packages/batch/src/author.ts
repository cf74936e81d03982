/*
 * For transformations that follow many directions, or many cotangents, at once. Programs use `vmap`.
 */
export { Batch } from "./batch.ts";
export { basis, type ChunkOptions, checkChunk, chunkFor, unlessNaN } from "./chunk.ts";
