/* Draws of every kind, and what they were when this was written: the same on every machine, and from one version to the next. */
import { tensor } from "@wengert/array";
import { generator } from "@wengert/random";

/** SHA-256 of the numbers. */
export const recorded = "920e0aa86b9f05f0a63343d057e52800d9a945375b4738cb71631576da74b323";

/** SHA-256 of draws of every kind. */
export async function digestOfDraws(): Promise<string> {
  const random = generator(20260101);
  const draws = [
    random.uniform([4]),
    random.normal(1, 2, [2000]),
    random.exponential(3, [2000]),
    random.gamma(tensor([1e-3, 0.4, 1, 8.5, 1e6]), [400, 5]),
    random.integers(-5, 1e12, [100]),
    random.bernoulli(0.3, [100]),
    random.choice(50, [20], { replace: false }),
    random.choice(4, [50], { weights: [1, 0, 2, 5] }),
    random.permutation(30),
    random.split().normal([50]),
  ];
  const numbers = draws.flatMap(({ data }) => [...data]);
  const bytes = new DataView(new ArrayBuffer(8 * numbers.length));
  for (const [i, number] of numbers.entries()) bytes.setFloat64(8 * i, number, true);
  const digest = await crypto.subtle.digest("SHA-256", bytes.buffer);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
