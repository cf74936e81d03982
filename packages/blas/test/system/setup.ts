import { useKernels } from "@wengert/array";
import { beforeEach } from "vitest";
import { installed } from "../library.ts";

/*
 * Set up before each test file of linalg, so that its tests run on the system's library (vitest.config.ts). Before each test
 * again, because some of them put the default kernels back.
 */
const found = installed();
if (found instanceof Error) {
  console.warn(`Skipped: there is no BLAS with LAPACK to run these tests on (${found.tried.length} names were tried).`);
  beforeEach(({ skip }) => skip(found.message));
} else {
  useKernels(found);
  beforeEach(() => useKernels(found));
}
