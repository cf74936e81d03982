import { signatures } from "../covariance/library.ts";
import { priorSignatures } from "../covariance/modifiers.ts";

/** What `--help` says first. */
export const description: string =
  "Learns the hyperparameters of a Gaussian process by maximal marginal likelihood, and forecasts what follows the " +
  "data. Without options: the CO₂ record of Mauna Loa, with a covariance of trend, season, irregularities and noise.";

/** What `--help` says after the options. */
export const afterwards: string = `
Data
  CSV in UTF-8 or UTF-16 with a header row, cells between commas, semicolons or tabs, decimals with
  a point or a comma. x: numbers, or dates and times such as 1958-03, 1958-03-01, 2024-05-01T12:30Z or
  2024-05-01 14:30:00+02:00 (UTC without a zone), counted in --time-unit; years have 365.25 days. Rows may
  be in any order, and places repeated if the covariance has noise. A cell is missing when it is empty,
  NA, n/a, NaN, null, none or -. Several inputs, --x lat --x lon, have no forecast.
  Of .npz and .safetensors files --x and --y name arrays, or columns of them: places[0]. An .npy file has
  the columns 0, 1, ...

Covariances
  Kernels: ${signatures}.
  They are added and multiplied. A number times a kernel is its variance; that and all arguments
  but period and nu are where the fit starts, and positive, in the units of the data. For example
    "50^2*rbf(50) + 2^2*rbf(100)*periodic(1, period=1) + 0.1^2*noise"
  A list has one length for each input: rbf([2, 0.5]). The data choose what is auto or left out:
    "auto*matern(nu=2.5) + auto*noise"
  fixed(2) is not learned, within(2, 1, 9) stays between, and logNormal(2, 3, 0.5) has a prior:
  log of it is normal about log 3 with standard deviation 0.5
    "auto*rbf(within(auto, 1, 100))*linear + fixed(0.01)*noise"
  Priors: ${priorSignatures.replace("inverseGamma", "\n  inverseGamma").replace("uniform", "\n  uniform")}.
  Each counts as a density of the parameter's logarithm, which is what is learned.
  or in a JSON file, where parts have names of your choice
    {"kernel": "sum", "parts": {"trend": {"kernel": "rbf", "variance": 2500, "length": 50},
                                "noise": {"kernel": "noise", "variance": 0.01}}}
  For own data the default is auto*rbf(auto) + auto*noise, with a length for each input.

Results
  <out>/<name>.model.json has what was learned, and --covariance reads it; so does the studio.
  <out>/<name>.svg is the figure. Ctrl-C ends a fit and keeps the best so far (exit code 130).

Commands (before the options; fit without one)
  fit       what is described here
  predict   forecasts with a model: predict --model out/co2.model.json --horizon 5
  compare   learns several covariances, and ranks them: compare --covariance a --covariance b
  check     says what data and covariance are like, and checks the gradient, without learning
  Each has options of its own: compare --help

Examples (in the repository, options follow two dashes)
  npm start -- --data sea.csv --x year --y level --covariance "4*rbf(3) + 0.1*noise"
  npm start -- --data log.csv --x time --y load --time-unit hours --missing drop
  npm start -- --json > fit.json`;
