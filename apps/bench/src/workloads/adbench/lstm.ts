import { compile, scan } from "@wengert/graph";
import {
  add,
  div,
  exp,
  log,
  mul,
  neg,
  sigmoid,
  slice,
  sub,
  sum,
  type Tensor,
  take,
  tanh,
  tensor,
  valueAndGrad,
} from "wengert";
import { type Lstm, lstmGradient } from "../../byhand/lstm.ts";
import { byHand } from "../../peers/hand.ts";
import { native } from "../../peers/native.ts";
import { python } from "../../peers/python.ts";
import { compiled, wengert } from "../../peers/wengert.ts";
import { uniform } from "../../random.ts";
import { absent, PEERS, type Workload } from "../../workload.ts";

/** Characters are numbers of 14 bits. */
const WIDTH = 14;
const LAYERS = 2;

export const lstm: Workload = {
  name: "lstm",
  title: "LSTM (ADBench)",
  what:
    "Loss of predicting each of n characters of 14 bits by a network of two LSTM layers whose gates act on each number by itself, and its gradient by all 266 " +
    "weights and biases. Wengert: a scan for each layer; the gates that its input alone decides are computed for all steps at once.",
  sizes: { tiny: [4], quick: [1024], full: [1024] },
  label: (n) => `${n} characters`,
  cannot: absent(
    PEERS.filter((peer) => peer !== "PyTorch"),
    "it is not stated for them here",
  ),
  contenders: (n) => {
    const given: Lstm = {
      layers: LAYERS,
      width: WIDTH,
      main: uniform(8 * LAYERS * WIDTH, 1),
      extra: uniform(3 * WIDTH, 2),
      state: uniform(2 * LAYERS * WIDTH, 3),
      sequence: uniform(n * WIDTH, 4).map((x) => (x < 0.4 ? 1 : 0)),
    };
    const { main, extra, state, sequence } = given;
    const p: Parameters = {
      main: tensor(main, [LAYERS, 2, 4, WIDTH]),
      extra: tensor(extra, [3, WIDTH]),
    };
    const gradient = valueAndGrad(lossOf(tensor(sequence, [n, WIDTH]), tensor(state, [LAYERS, 2, WIDTH])));
    const plan = compile(gradient);
    const numbers = ([value, bars]: ReturnType<typeof gradient>): readonly number[] => [
      value,
      ...(bars.main as Tensor).data,
      ...(bars.extra as Tensor).data,
    ];
    return [
      byHand(() => lstmGradient(given)),
      wengert({ run: () => gradient(p), numbers }),
      compiled({ run: () => plan(p), numbers }),
      native("lstm", [LAYERS, WIDTH, n, main, extra, state, sequence], 1 + main.length + extra.length),
      python("PyTorch", "lstm", {
        main: { data: main, shape: [2 * LAYERS, 4 * WIDTH] },
        extra: { data: extra, shape: [3, WIDTH] },
        state: { data: state, shape: [2 * LAYERS, WIDTH] },
        sequence: { data: sequence, shape: [n, WIDTH] },
      }),
    ];
  },
};

interface Parameters {
  readonly main: Tensor;
  readonly extra: Tensor;
}

function lossOf(sequence: Tensor, state: Tensor): (p: Parameters) => Tensor {
  const steps = sequence.shape[0] - 1;
  const [given, gold] = [slice(sequence, [0], [steps]), slice(sequence, [1], [steps + 1])];
  return ({ main, extra }) => {
    const [weightIn, weightOut, biasOut] = [0, 1, 2].map((i) => take(extra, i, 0));
    let x = mul(given, weightIn);
    for (let l = 0; l < LAYERS; l++) x = layer(x, take(main, l, 0), take(state, l, 0));
    const predicted = add(mul(x, weightOut), biasOut);
    const normal = log(add(2, sum(exp(predicted), { axis: 1, keepDims: true })));
    return div(neg(sum(mul(gold, sub(predicted, normal)))), steps * WIDTH);
  };
}

/** What is hidden in a layer after each step. @param main - [2, 4, width]: weights and biases of its gates */
function layer(x: Tensor, main: Tensor, state: Tensor): Tensor {
  const [weights, biases] = [0, 1].map((i) => take(main, i, 0));
  const gate = (read: Tensor, i: number): Tensor => add(mul(read, take(weights, i, 0)), take(biases, i, 0));
  const decided = { forget: sigmoid(gate(x, 0)), output: sigmoid(gate(x, 2)) };
  const [, hidden] = scan(
    ({ h, c }, { forget, output }) => {
      const next = add(mul(c, forget), mul(sigmoid(gate(h, 1)), tanh(gate(h, 3))));
      const out = mul(output, tanh(next));
      return [{ h: out, c: next }, out];
    },
    { h: take(state, 0, 0), c: take(state, 1, 0) },
    decided,
  );
  return hidden;
}
