import { tensor } from "@wengert/array";
import { decodeTree, encodeTree } from "@wengert/io";
import { adam, applyUpdates, chain, clipByGlobalNorm } from "@wengert/optim";
import { expect, it } from "vitest";

it.each(["safetensors", "npz"] as const)("an optimizer goes on from %s as if nothing had happened", (format) => {
  const optimizer = chain(clipByGlobalNorm(1), adam(0.1));
  const params = { w: tensor([[1, 2]]), b: 0.5 };
  const grads = { w: tensor([[1, -3]]), b: 2 };
  const [, state] = optimizer.update(grads, optimizer.init(params), params);
  const saved = decodeTree<{ params: typeof params; state: typeof state }>(encodeTree({ params, state }, { format }));
  const next = (p: typeof params, s: typeof state): unknown => {
    const [updates, after] = optimizer.update(grads, s, p);
    return JSON.stringify([applyUpdates(p, updates), after]);
  };
  expect(next(saved.params, saved.state)).toBe(next(params, state));
  const into = decodeTree(encodeTree(state, { format }), { into: optimizer.init(params) });
  expect(JSON.stringify(into)).toBe(JSON.stringify(state));
});
