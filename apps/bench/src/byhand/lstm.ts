/** A network of LSTM layers whose gates act on each number by itself, a sequence, and the state before it. */
export interface Lstm {
  readonly layers: number;
  /** So many numbers each layer, and each entry of the sequence, has. */
  readonly width: number;
  /** Of each layer the weights of its gates (forget, input, output, change), and then their biases. */
  readonly main: Float64Array;
  /** The weights of what goes in and of what comes out, and the biases of that. */
  readonly extra: Float64Array;
  /** Of each layer what is hidden, and its cell. */
  readonly state: Float64Array;
  readonly sequence: Float64Array;
}

/** What a layer keeps of each step for the way back: its input, what was hidden, the four gates, its cell before, and tanh of the next. */
const KEPT = 8;

/** The loss of the predictions of each entry by those before, and its gradient by the weights and biases: walked back step by step. */
export function lstmGradient(given: Lstm): Float64Array {
  const { layers, width, main, extra, state, sequence } = given;
  const steps = sequence.length / width - 1;
  const kept = new Float64Array(steps * layers * KEPT * width);
  const outputs = new Float64Array(steps * width);
  const [hidden, cells] = halves(state, layers, width);
  const y = new Float64Array(width);
  for (let t = 0; t < steps; t++) {
    for (let j = 0; j < width; j++) y[j] = sequence[t * width + j] * extra[j];
    for (let l = 0; l < layers; l++) {
      const [w, b] = [8 * l * width, (8 * l + 4) * width];
      for (let j = 0; j < width; j++) {
        const at = l * width + j;
        const [x, h, c] = [y[j], hidden[at], cells[at]];
        const forget = logistic(x * main[w + j] + main[b + j]);
        const input = logistic(h * main[w + width + j] + main[b + width + j]);
        const output = logistic(x * main[w + 2 * width + j] + main[b + 2 * width + j]);
        const change = Math.tanh(h * main[w + 3 * width + j] + main[b + 3 * width + j]);
        cells[at] = c * forget + input * change;
        const bent = Math.tanh(cells[at]);
        hidden[at] = output * bent;
        y[j] = hidden[at];
        let k = ((t * layers + l) * width + j) * KEPT;
        for (const value of [x, h, forget, input, output, change, c, bent]) kept[k++] = value;
      }
    }
    outputs.set(y, t * width);
  }
  return walkedBack(given, kept, outputs);
}

function walkedBack(
  { layers, width, main, extra, sequence }: Lstm,
  kept: Float64Array,
  outputs: Float64Array,
): Float64Array {
  const steps = outputs.length / width;
  const bars = new Float64Array(1 + main.length + extra.length);
  const mainbar = bars.subarray(1, 1 + main.length);
  const extrabar = bars.subarray(1 + main.length);
  const hbar = new Float64Array(layers * width);
  const cbar = new Float64Array(layers * width);
  const [predicted, ybar] = [new Float64Array(width), new Float64Array(width)];
  const scale = -1 / (steps * width);
  for (let t = steps - 1; t >= 0; t--) {
    let [total, golds] = [2, 0];
    for (let j = 0; j < width; j++) {
      predicted[j] = outputs[t * width + j] * extra[width + j] + extra[2 * width + j];
      total += Math.exp(predicted[j]);
      golds += sequence[(t + 1) * width + j];
    }
    for (let j = 0; j < width; j++) {
      const gold = sequence[(t + 1) * width + j];
      bars[0] += scale * gold * (predicted[j] - Math.log(total));
      const bar = scale * (gold - (golds * Math.exp(predicted[j])) / total);
      extrabar[width + j] += bar * outputs[t * width + j];
      extrabar[2 * width + j] += bar;
      ybar[j] = bar * extra[width + j];
    }
    for (let l = layers - 1; l >= 0; l--) {
      const [w, b] = [8 * l * width, (8 * l + 4) * width];
      for (let j = 0; j < width; j++) {
        const at = l * width + j;
        const k = ((t * layers + l) * width + j) * KEPT;
        const [x, h, forget, input] = [kept[k], kept[k + 1], kept[k + 2], kept[k + 3]];
        const [output, change, c, bent] = [kept[k + 4], kept[k + 5], kept[k + 6], kept[k + 7]];
        const out = ybar[j] + hbar[at];
        const cell = cbar[at] + out * output * (1 - bent * bent);
        cbar[at] = cell * forget;
        [ybar[j], hbar[at]] = [0, 0];
        const gate = (number: number, value: number, bar: number, read: number): number => {
          mainbar[w + number * width + j] += bar * read;
          mainbar[b + number * width + j] += bar;
          return bar * value;
        };
        ybar[j] += gate(0, main[w + j], cell * c * forget * (1 - forget), x);
        hbar[at] += gate(1, main[w + width + j], cell * change * input * (1 - input), h);
        ybar[j] += gate(2, main[w + 2 * width + j], out * bent * output * (1 - output), x);
        hbar[at] += gate(3, main[w + 3 * width + j], cell * input * (1 - change * change), h);
      }
    }
    for (let j = 0; j < width; j++) extrabar[j] += ybar[j] * sequence[t * width + j];
  }
  return bars;
}

function halves(state: Float64Array, layers: number, width: number): readonly [Float64Array, Float64Array] {
  const [hidden, cells] = [new Float64Array(layers * width), new Float64Array(layers * width)];
  for (let l = 0; l < layers; l++) {
    hidden.set(state.subarray(2 * l * width, (2 * l + 1) * width), l * width);
    cells.set(state.subarray((2 * l + 1) * width, (2 * l + 2) * width), l * width);
  }
  return [hidden, cells];
}

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
