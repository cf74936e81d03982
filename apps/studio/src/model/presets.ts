import { type Covariance, co2Covariance, defaultCovariance, parseExpression, type Series } from "@wengert/gp-app/model";

/** A covariance to begin with. */
export interface Preset {
  readonly value: string;
  readonly label: string;
  readonly hint: string;
  readonly covariance: (data: Series) => Covariance;
}

const lengths = ({ x }: Series): string => (x.length === 1 ? "auto" : `[${x.map(() => "auto").join(", ")}]`);

/** Those that suit the data. */
export function presetsFor(data: Series): readonly Preset[] {
  const all: Preset[] = [
    {
      value: "smooth",
      label: "Smooth curve and noise",
      hint: "one length for everything",
      covariance: ({ x }) => defaultCovariance(x.length),
    },
    {
      value: "rough",
      label: "Rough curve and noise",
      hint: "Matérn 3/2",
      covariance: (one) => parseExpression(`auto*matern(${lengths(one)}, nu=1.5) + auto*noise`),
    },
    {
      value: "trend",
      label: "Straight line and deviations",
      hint: "linear, and a rough rest",
      covariance: (one) => parseExpression(`auto*linear + auto*matern(${lengths(one)}, nu=2.5) + auto*noise`),
    },
    {
      value: "scales",
      label: "Many scales",
      hint: "rational quadratic",
      covariance: (one) => parseExpression(`auto*rationalQuadratic(${lengths(one)}, 1) + auto*noise`),
    },
  ];
  if (data.x.length > 1) return all;
  const extent = data.x[0][data.x[0].length - 1] - data.x[0][0];
  const period = Number((extent / 10).toPrecision(2));
  return [
    ...all,
    {
      value: "season",
      label: "Trend and season",
      hint: `a season that drifts, of period ${period}: set your own`,
      covariance: () =>
        parseExpression(`auto*rbf(${extent}) + auto*rbf(${extent})*periodic(1, period=${period}) + auto*noise`),
    },
    {
      value: "co2",
      label: "Rasmussen and Williams’ CO₂",
      hint: "trend, season, irregularities, weather; in years and ppm",
      covariance: () => co2Covariance,
    },
  ];
}
