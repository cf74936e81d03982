/**
 * What a tree is made of, beside the arrays of its numbers. Arrays are named by their path in the tree, so that other programs
 * find them.
 */
export type Description =
  | { readonly kind: "object"; readonly children: readonly (readonly [key: string, child: Description])[] }
  | { readonly kind: "array"; readonly children: readonly Description[] }
  | { readonly kind: "number" | "tensor"; readonly array: string }
  | DescribedParam
  /** What stands at an earlier path too, and is one. */
  | { readonly kind: "same"; readonly as: string }
  | { readonly kind: "static"; readonly value: string | boolean | null }
  | { readonly kind: "bigint"; readonly value: string }
  | { readonly kind: "undefined" }
  /** A class or function, which only the program can make. */
  | {
      readonly kind: "program";
      readonly what: string;
      readonly children: readonly (readonly [key: string, child: Description])[];
    };

/** A parameter; the constraint by its name, as in JSON. */
export interface DescribedParam {
  readonly kind: "param";
  readonly array: string;
  readonly scalar: boolean;
  readonly unconstrained?: string;
  readonly name?: string;
  readonly constraint?: string;
  readonly trainable?: false;
}

/** Where an npz archive keeps the description; safetensors keep it in their metadata. */
export const besideName = "wengert.json";
export const metadataKey = "wengert";

/** Containers in containers that are written and read. */
export const deepest = 500;
