import { followsValues, type Rows } from "../trace/programs.ts";
import { functions } from "./tables/functions.ts";
import { general } from "./tables/general.ts";
import { positive } from "./tables/positive.ts";
import { products } from "./tables/products.ts";
import { singular } from "./tables/singular.ts";
import { symmetricEigen } from "./tables/symmetric.ts";

// Nothing looks at numbers past an interpreter of values: factorizations, pivots, clusters of eigenvalues, checks.
followsValues(
  { ...products, ...positive, ...general, ...symmetricEigen, ...singular, ...functions } as Record<string, Rows>,
  1e-9,
);
