import { useKernels } from "@wengert/array";
import { beforeEach } from "vitest";
import { openBlas } from "../../src/index.ts";

/*
 * Set up before each test file of linalg, so that its tests run on the system's library (vitest.config.ts). Before each test
 * again, because some of them put the default kernels back.
 */
const blas = openBlas();
useKernels(blas);
beforeEach(() => useKernels(blas));
