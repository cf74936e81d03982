import type { Span } from "../errors.ts";
import { ofOne, ofTwo } from "./common.ts";
import { located, type Place } from "./located.ts";
import type { Call, Read } from "./program.ts";

/** How a value is computed, and what the text of the formula tells about it. */
export interface Known {
  readonly read: Read;
  /** It is the same in every call. */
  readonly constant?: boolean;
  /** The value of a number that is written down. */
  readonly number?: number;
  /** It may be a row, the transpose of a vector. */
  readonly row?: boolean;
  /** It is a transpose, or a product with one. */
  readonly transposed?: boolean;
}

/** How a function is called, and what is known of its result. */
export interface Manner {
  /** The operator, for a hint in the message of an error. */
  readonly sign?: string;
  /** Whether a foreign error is a mistake in the formula: it is for the library's functions, not for the user's. */
  readonly builtIn?: boolean;
  readonly row?: boolean;
  readonly transposed?: boolean;
}

/** Something that is the same in every call. */
export function constant(value: unknown): Known {
  const read = (): unknown => value;
  return typeof value === "number" ? { read, constant: true, number: value } : { read, constant: true };
}

/** The values of what is the same in every call, if all of them are. */
export function constantsOf(values: readonly Known[]): readonly unknown[] | undefined {
  return values.every((value) => value.constant) ? values.map(({ read }) => read([])) : undefined;
}

/** A value that was substituted, or a part with a name. */
export function substituted(index: number): Read {
  return (values) => values[index];
}

/**
 * The call of a function. Its arguments are computed outside of what is watched for errors: an error belongs to the innermost part.
 *
 * Few arguments are spelled out: a list of them costs as much as a scalar operation.
 *
 * @param text - of the whole formula
 * @param span - of the part of it that is this call
 */
export function called(call: Call, inputs: readonly Known[], text: string, span: Span, how: Manner = {}): Known {
  const f = call as (...args: unknown[]) => unknown;
  const place = { text, start: span.start, end: span.end, sign: how.sign, builtIn: how.builtIn ?? true };
  const { row, transposed } = how;
  const [first, second] = inputs.map(({ read }) => read);
  const common = commonRead(call, inputs, place);
  if (common !== undefined) return { read: common, row, transposed };
  if (inputs.length === 1) {
    const read: Read = (values) => {
      const x = first(values);
      try {
        return f(x);
      } catch (error) {
        throw located(error, place, [x]);
      }
    };
    return { read, row, transposed };
  }
  if (inputs.length === 2) {
    const read: Read = (values) => {
      const x = first(values);
      const y = second(values);
      try {
        return f(x, y);
      } catch (error) {
        throw located(error, place, [x, y]);
      }
    };
    return { read, row, transposed };
  }
  const read: Read = (values) => {
    const args = inputs.map((input) => input.read(values));
    try {
      return f(...args);
    } catch (error) {
      throw located(error, place, args);
    }
  };
  return { read, row, transposed };
}

function commonRead(call: Call, inputs: readonly Known[], place: Place): Read | undefined {
  const [first, second] = inputs.map(({ read }) => read);
  if (inputs.length === 1) return ofOne.get(call)?.(first, place);
  return inputs.length === 2 ? ofTwo.get(call)?.(first, second, place) : undefined;
}
