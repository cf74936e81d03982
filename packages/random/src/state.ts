import { ArgumentError } from "@wengert/array";
import { expectOptions, kindOf } from "@wengert/array/author";
import type { Place } from "./stream.ts";

/** The state of a generator as plain data, for JSON and for other threads. */
export interface GeneratorState {
  readonly algorithm: "chacha8";
  /** 64 hexadecimal digits, which say what stream it is. */
  readonly key: string;
  /** How many words of 32 bits have been drawn. */
  readonly position: number;
}

/** The key that a seed stands for. */
export function placeOfSeed(seed: number): Place {
  const bytes = new DataView(new ArrayBuffer(32));
  bytes.setBigInt64(0, BigInt(seed), true);
  return { key: new Uint8Array(bytes.buffer), position: 0 };
}

export function stateOf({ key, position }: Place): GeneratorState {
  return {
    algorithm: "chacha8",
    key: Array.from(key, (byte) => byte.toString(16).padStart(2, "0")).join(""),
    position,
  };
}

/** @throws {ArgumentError} for anything but a state */
export function placeOfState(state: GeneratorState): Place {
  expectOptions("generator", state, ["algorithm", "key", "position"]);
  const { algorithm, key, position } = state;
  const refuse = (what: string): ArgumentError =>
    new ArgumentError(
      `generator: this is no state of a generator: ${what}. Give an integer, or the state of another generator.`,
      "generator",
    );
  if (algorithm !== "chacha8") throw refuse(`its algorithm is ${shown(algorithm)}, not "chacha8"`);
  if (typeof key !== "string" || !/^[0-9a-f]{64}$/.test(key)) throw refuse("its key is not 64 hexadecimal digits");
  if (!Number.isSafeInteger(position) || position < 0) throw refuse(`its position is ${shown(position)}, no count`);
  return { key: Uint8Array.from({ length: 32 }, (_, i) => Number.parseInt(key.slice(2 * i, 2 * i + 2), 16)), position };
}

function shown(value: unknown): string {
  return typeof value === "string" ? JSON.stringify(value.slice(0, 40)) : kindOf(value);
}
