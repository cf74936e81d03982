import { expressionOf, modelFrom, modelText, parseExpression, startsFrom } from "@wengert/gp-app/model";
import { expect, test } from "vitest";
import { covarianceOf, rowsOf, treeFor, treeOf } from "../src/model/convert.ts";

const data = { x: [Float64Array.of(0, 1, 2)], y: Float64Array.of(1, 3, 2) };

test.each([
  "logNormal(2, 3, 0.5)*rbf(gamma(1, 3, 0.5)) + inverseGamma(0.1, 2, 0.3)*noise",
  "halfNormal(2, 3)*matern(halfCauchy(1, 3), nu=1.5) + uniform(0.1, 0.01, 1)*noise",
  "2*rbf(fixed(within(gamma(1, 2, 1), 0.5, 4)))*periodic(logNormal(1, 1, 1), period=1) + noise",
])("the tree of the editor, a model file and the expression say the same: %s", (text) => {
  const tree = treeFor(parseExpression(text), data);
  const covariance = covarianceOf(tree);
  expect(expressionOf(covariance)).toBe(text);
  const { covariance: read } = modelFrom("model.json", modelText({ covariance }));
  expect(expressionOf(read)).toBe(text);
  const back = treeOf(startsFrom(read, data.x, data.y));
  expect(rowsOf(back).map(({ parameter }) => parameter)).toEqual(rowsOf(tree).map(({ parameter }) => parameter));
});
