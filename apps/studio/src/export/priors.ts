import { familyOf, type Prior, type Setting, type Started, settingOf } from "@wengert/gp-app/model";

/** What is minimized, as TypeScript: the likelihood, and what the priors add. What it uses of the library is added to `used`. */
export function penalty(covariance: Started, used: Set<string>): string {
  const likelihood = "negativeLogLikelihood(covariance(within), observed)";
  const all = priors(covariance, "model");
  for (const { uses } of all) for (const name of ["add", ...uses]) used.add(name);
  return all.reduce((sum, { text }) => `add(${sum}, ${text})`, likelihood);
}

interface Term {
  readonly text: string;
  readonly uses: readonly string[];
}

/** Minus the logarithm of each prior's density over log θ; @param path - of the parameters */
export function priors(covariance: Started, path: string): Term[] {
  const { settings, variance } = covariance;
  const own = variance === undefined ? [] : terms(`${path}.variance`, settingOf(settings, "variance"));
  if ("parts" in covariance) {
    const inner = Object.entries(covariance.parts).flatMap(([name, part]) => priors(part, `${path}${member(name)}`));
    return [...own, ...inner];
  }
  const learned = familyOf(covariance.kernel).learned.flatMap((name) => {
    const value = covariance.arguments[name];
    if (typeof value === "number") return terms(`${path}.${name}`, settingOf(settings, name));
    return value.flatMap((_, i) => terms(`${path}.${name}[${i}]`, settingOf(settings, name, i)));
  });
  return [...own, ...learned];
}

function terms(theta: string, { prior, fixed }: Setting): Term[] {
  return prior === undefined || fixed === true ? [] : [term(prior, theta)];
}

function term(prior: Prior, theta: string): Term {
  const over = (scale: number): string => `div(${theta}, ${scale})`;
  switch (prior.distribution) {
    case "logNormal":
      return {
        text: `mul(0.5, square(div(log(${over(prior.median)}), ${prior.deviation})))`,
        uses: ["div", "log", "mul", "square"],
      };
    case "gamma":
      return {
        text: `sub(${over(prior.scale)}, mul(${prior.shape}, log(${over(prior.scale)})))`,
        uses: ["div", "log", "mul", "sub"],
      };
    case "inverseGamma":
      return {
        text: `add(div(${prior.scale}, ${theta}), mul(${prior.shape}, log(${over(prior.scale)})))`,
        uses: ["add", "div", "log", "mul"],
      };
    case "halfNormal":
      return {
        text: `sub(mul(0.5, square(${over(prior.scale)})), log(${over(prior.scale)}))`,
        uses: ["div", "log", "mul", "square", "sub"],
      };
    case "halfCauchy":
      return {
        text: `sub(log1p(square(${over(prior.scale)})), log(${over(prior.scale)}))`,
        uses: ["div", "log", "log1p", "square", "sub"],
      };
    case "uniform":
      return { text: `neg(log(${over(prior.high)}))`, uses: ["div", "log", "neg"] };
  }
}

/** A part of an object by its name. */
export function member(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}
