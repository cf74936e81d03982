// As src/byhand/lstm.ts: the loss of a network of LSTM layers and its gradient, step by step.
#include <cmath>
#include <vector>

namespace {

struct Kept {
  double x, h, forget, input, output, change, c, bent;
};

double logistic(double x) { return 1 / (1 + std::exp(-x)); }

}  // namespace

extern "C" void gradient(int layers, int width, int count, const double* main, const double* extra, const double* state,
                         const double* sequence, double* bars) {
  const int steps = count - 1, all = layers * width;
  std::vector<Kept> kept(static_cast<size_t>(steps) * all);
  std::vector<double> outputs(static_cast<size_t>(steps) * width), hidden(all), cells(all), y(width);
  for (int l = 0; l < layers; l++)
    for (int j = 0; j < width; j++) {
      hidden[l * width + j] = state[2 * l * width + j];
      cells[l * width + j] = state[(2 * l + 1) * width + j];
    }
  for (int t = 0; t < steps; t++) {
    for (int j = 0; j < width; j++) y[j] = sequence[t * width + j] * extra[j];
    for (int l = 0; l < layers; l++) {
      const double *w = main + 8 * l * width, *b = w + 4 * width;
      for (int j = 0; j < width; j++) {
        double &h = hidden[l * width + j], &c = cells[l * width + j];
        Kept& k = kept[static_cast<size_t>(t) * all + l * width + j];
        k.x = y[j];
        k.h = h;
        k.c = c;
        k.forget = logistic(k.x * w[j] + b[j]);
        k.input = logistic(h * w[width + j] + b[width + j]);
        k.output = logistic(k.x * w[2 * width + j] + b[2 * width + j]);
        k.change = std::tanh(h * w[3 * width + j] + b[3 * width + j]);
        c = c * k.forget + k.input * k.change;
        k.bent = std::tanh(c);
        y[j] = h = k.output * k.bent;
      }
    }
    for (int j = 0; j < width; j++) outputs[static_cast<size_t>(t) * width + j] = y[j];
  }
  const int mains = 8 * all;
  for (int i = 0; i < 1 + mains + 3 * width; i++) bars[i] = 0;
  double *mainbar = bars + 1, *extrabar = mainbar + mains;
  std::vector<double> hbar(all), cbar(all), ybar(width), powers(width), predicted(width);
  const double scale = -1.0 / (static_cast<double>(steps) * width);
  for (int t = steps - 1; t >= 0; t--) {
    const double *gold = sequence + (t + 1) * width, *out = &outputs[static_cast<size_t>(t) * width];
    double total = 2, golds = 0;
    for (int j = 0; j < width; j++) {
      predicted[j] = out[j] * extra[width + j] + extra[2 * width + j];
      total += powers[j] = std::exp(predicted[j]);
      golds += gold[j];
    }
    const double log = std::log(total);
    for (int j = 0; j < width; j++) {
      bars[0] += scale * gold[j] * (predicted[j] - log);
      const double bar = scale * (gold[j] - golds * powers[j] / total);
      extrabar[width + j] += bar * out[j];
      extrabar[2 * width + j] += bar;
      ybar[j] = bar * extra[width + j];
    }
    for (int l = layers - 1; l >= 0; l--) {
      const double* w = main + 8 * l * width;
      double *wbar = mainbar + 8 * l * width, *bbar = wbar + 4 * width;
      for (int j = 0; j < width; j++) {
        const Kept& k = kept[static_cast<size_t>(t) * all + l * width + j];
        double &hidden_bar = hbar[l * width + j], &cell_bar = cbar[l * width + j];
        const double above = ybar[j] + hidden_bar;
        const double cell = cell_bar + above * k.output * (1 - k.bent * k.bent);
        const double forget = cell * k.c * k.forget * (1 - k.forget), input = cell * k.change * k.input * (1 - k.input);
        const double output = above * k.bent * k.output * (1 - k.output), change = cell * k.input * (1 - k.change * k.change);
        cell_bar = cell * k.forget;
        wbar[j] += forget * k.x;
        bbar[j] += forget;
        wbar[width + j] += input * k.h;
        bbar[width + j] += input;
        wbar[2 * width + j] += output * k.x;
        bbar[2 * width + j] += output;
        wbar[3 * width + j] += change * k.h;
        bbar[3 * width + j] += change;
        ybar[j] = forget * w[j] + output * w[2 * width + j];
        hidden_bar = input * w[width + j] + change * w[3 * width + j];
      }
    }
    for (int j = 0; j < width; j++) extrabar[j] += ybar[j] * sequence[t * width + j];
  }
}
