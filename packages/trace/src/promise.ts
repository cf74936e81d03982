import { WengertError } from "@wengert/array";

/** Refuses a Promise: a transformation is over before it would be fulfilled. */
export function refusePromise(op: string, value: unknown): void {
  const promise = value as PromiseLike<unknown> | null | undefined;
  if (typeof promise?.then !== "function") return;
  promise.then(undefined, () => {}); // Swallow a later rejection; the error below already reports it.
  throw new WengertError(
    `${op}: the function returned a Promise. A function that is differentiated is synchronous: await what it needs ` +
      "before, and pass it in.",
    op,
  );
}
