import { tensor } from "@wengert/core";
import * as special from "@wengert/special";
import { at, binary, type Table, unary } from "../../ops/tables/inputs.ts";

const around = tensor([-2.3, -0.7, 0, 0.4, 1.9]);
const positive = tensor([0.3, 1.7, 2.4, 9.1]);
const between = tensor([0.02, 0.4, 0.5, 0.97]);

/** Rows for every function of the package. */
export const specialRows: Table = {
  besselI0: [...unary(special.besselI0, around), ...at(special.besselI0, tensor([19.9, 20.1, -24.1]))],
  besselI0e: [...unary(special.besselI0e, positive), ...at(special.besselI0e, tensor([-3, 19.9, 24.9, 29.1, 40]))],
  besselI1: [...unary(special.besselI1, around), ...at(special.besselI1, tensor([19.9, 20.1, -24.1]))],
  besselI1e: [...unary(special.besselI1e, positive), ...at(special.besselI1e, tensor([-3, 19.9, 24.9, 29.1, 40]))],
  besselJ0: [...unary(special.besselJ0, around), ...at(special.besselJ0, tensor([1.99, 2.01, 10, -30]))],
  besselJ1: [...unary(special.besselJ1, around), ...at(special.besselJ1, tensor([1.99, 2.01, 10, -30]))],
  besselK0: [...unary(special.besselK0, positive), ...at(special.besselK0, tensor([0.01, 0.99, 1.01, 40]))],
  besselK1: [...unary(special.besselK1, positive), ...at(special.besselK1, tensor([0.01, 0.99, 1.01, 40]))],
  besselK: [0, 0.3, 0.5, 1.5, -2.7, 60.2].flatMap((nu) => unary((x) => special.besselK(nu, x), positive)),
  digamma: [...unary(special.digamma, positive), ...at(special.digamma, tensor([-0.5, -3.3, 10.99, 11.01, 50]))],
  erf: unary(special.erf, around),
  erfInv: unary(special.erfInv, tensor([-0.9, -0.2, 0, 0.6])),
  erfc: [...unary(special.erfc, around), ...at(special.erfc, tensor([5, 20]))],
  erfcx: [...unary(special.erfcx, around), ...at(special.erfcx, tensor([-1.01, 0.99, 1.01, 30, 1e4]))],
  gamma: [...unary(special.gamma, positive), ...at(special.gamma, tensor([-0.5, -2.3, 30, 130]))],
  lgamma: [...unary(special.lgamma, positive), ...at(special.lgamma, tensor([-0.5, -2.3, 50]))],
  logBeta: [...binary(special.logBeta), [special.logBeta, [tensor([12, 0.1]), tensor([0.3, 30])]]],
  logNormalCdf: [
    ...unary(special.logNormalCdf, around),
    ...at(special.logNormalCdf, tensor([-300, -30, -1.42, -1.41, -0.51, -0.49, 8])),
  ],
  matern: [0.3, 0.5, 1, 1.5, 2.5, 2.7, 7, 60, Number.POSITIVE_INFINITY].flatMap((nu) =>
    unary((d2) => special.matern(d2, nu), positive),
  ),
  normalCdf: [...unary(special.normalCdf, around), ...at(special.normalCdf, tensor([-30, 8]))],
  normalCdfInverse: unary(special.normalCdfInverse, between),
  periodic: [
    ...unary((d2) => special.periodic(d2, 1.3, 0.9), tensor([-0.2, 0, 0.4, 1.9])),
    [special.periodic, [positive, 3.1, 1.7]],
    [special.periodic, [positive, tensor([[2.2], [3.1]]), tensor([[[1.2]], [[1.7]]])]],
    [special.periodic, [0.3, 2.1, tensor([])]],
  ],
  rationalQuadratic: [...binary(special.rationalQuadratic), [special.rationalQuadratic, [tensor([0, 0.3]), 2.5]]],
  trigamma: [...unary(special.trigamma, positive), ...at(special.trigamma, tensor([-0.5, -3.3, 10.99, 12.01, 50]))],
};
