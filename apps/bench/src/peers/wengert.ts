import { openBlas } from "@wengert/blas";
import { type Kernels, useKernels } from "wengert";
import { type Around, bare, jobOf, type Task } from "../job.ts";
import type { Contender } from "../workload.ts";
import { contender, loader, type Traits } from "./contender.ts";

/** Wengert as it is installed, and as it is with the system's OpenBLAS: the two that all others are compared with. */
export const ours: readonly string[] = ["Wengert", "Wengert + OpenBLAS"];

/** The system's BLAS. */
export const blas: () => Promise<Kernels> = loader("OpenBLAS", async () => openBlas());

/** Wengert alone, where no kernel is called. */
export function wengert<T>(task: Task<T>, traits: Traits = {}): Contender {
  return contender(ours[0], () => task, traits);
}

/** Wengert by a function that `compile` has made, warm: its first two calls are not measured. */
export function compiled<T>(task: Task<T>, traits: Traits = {}): Contender {
  return contender("Wengert, compiled", () => task, traits);
}

/**
 * Wengert with each set of kernels.
 *
 * @param part - what part of the job this is, if not all
 */
export function wengertWithBlas<T>(task: Task<T>, traits: Traits = {}, part: string = ""): readonly Contender[] {
  const [plain, fast] = ours.map((name) => `${name}${part}`);
  return [
    contender(plain, () => task, traits),
    { name: fast, ...traits, prepare: async () => jobOf(task, withKernels(await blas())) },
  ];
}

function withKernels(kernels: Kernels): Around {
  return (f) => {
    useKernels(kernels);
    try {
      return f();
    } finally {
      useKernels();
    }
  };
}

/** OpenBLAS called directly: what its matrices cost without anything around them. */
export function openBlasDirect(prepare: (kernels: Kernels) => () => ArrayLike<number>): Contender {
  return contender("OpenBLAS, called directly", async () => bare(prepare(await blas())));
}
