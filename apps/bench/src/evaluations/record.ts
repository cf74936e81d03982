import { keep, measured } from "./scipy.ts";

/*
 * Asks SciPy, and keeps what it needs for machines without it: `node apps/bench/dist/evaluations/record.js`.
 */
const record = await measured();
if (record === undefined) throw new Error("no Python here has SciPy");
keep(record);
