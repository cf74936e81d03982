/**
 * Gives a result a text: for `String(result)`, and for `console.log(result)` in Node, which asks for it by this symbol. The result
 * looks to programs as it did: neither method is enumerable.
 */
export function readable<T extends object>(result: T, text: () => string): T {
  const method = { value: text, enumerable: false, configurable: true, writable: true };
  return Object.defineProperties(result, {
    toString: method,
    [Symbol.for("nodejs.util.inspect.custom")]: method,
  });
}
