import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tensor } from "@wengert/array";
import { add, mul, square, sub, sum } from "@wengert/core";
import { load, save } from "@wengert/io/node";
import { adam, applyUpdates, chain, clipByGlobalNorm } from "@wengert/optim";
import { freeze, param, paramsOf, positive, withGradient } from "@wengert/params";
import { expect, it, onTestFinished } from "vitest";

const makeModel = () => ({
  kernel: { length: param(0.5, positive()), weights: param(tensor([1, -2, 3])) },
  offset: param(0.25),
});
type Model = ReturnType<typeof makeModel>;

const optimizer = chain(clipByGlobalNorm(1), adam(0.05));
type State = ReturnType<typeof optimizer.init>;

/** Some steps, which write the parameters. @returns the state after them */
function steps(model: Model, count: number, from?: State): State {
  const set = paramsOf(model);
  let state = from ?? optimizer.init(set);
  for (let i = 0; i < count; i++) {
    const { kernel, offset } = model;
    const loss = () => sum(square(sub(add(mul(kernel.length, kernel.weights), offset), tensor([1e3, 2, 0]))));
    const [updates, next] = optimizer.update(withGradient(loss, set)[1], state, set);
    applyUpdates(set, updates);
    state = next;
  }
  return state;
}

function temporaryFile(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), "wengert-state-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, name);
}

it.each(["run.safetensors", "run.npz"])("training of a ParamSet goes on from %s to the last bit", async (name) => {
  const path = temporaryFile(name);
  const whole = makeModel();
  const expected = steps(whole, 10);

  const first = makeModel();
  const state = steps(first, 4);
  const own = makeModel();
  await save(`${path}.model.npz`, first);
  await save(`${path}.state.npz`, state);
  await load(`${path}.model.npz`, { into: own });
  const restored = await load(`${path}.state.npz`, { into: optimizer.init(paramsOf(own)) });
  expect(JSON.stringify(restored)).toBe(JSON.stringify(state));

  await save(path, { model: first, state });
  expect(JSON.stringify(steps(own, 6, restored))).toBe(JSON.stringify(expected));
  expect(JSON.stringify(own)).toBe(JSON.stringify(whole));

  // Both in one file, and without a model of the program.
  const made = await load<{ model: Model; state: State }>(path);
  expect(JSON.stringify(steps(made.model, 6, made.state))).toBe(JSON.stringify(expected));
  expect(JSON.stringify(made.model)).toBe(JSON.stringify(whole));
});

it("the state of a ParamSet is kept by path where a parameter is frozen", async () => {
  const path = temporaryFile("run.npz");
  const model = makeModel();
  freeze(model.offset);
  const state = steps(model, 3);
  await save(path, { model, state });
  const made = await load<{ model: Model; state: State }>(path);
  expect(made.model.offset.trainable).toBe(false);
  expect(JSON.stringify(steps(made.model, 3, made.state))).toBe(JSON.stringify(steps(model, 3, state)));
  expect(made.model.offset.value).toBe(0.25);
  expect(made.model.kernel.length.value).toBe(model.kernel.length.value);
});
