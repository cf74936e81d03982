import { colville } from "./colville.ts";
import { eighth } from "./eighth.ts";
import { fifth } from "./fifth.ts";
import { first } from "./first.ts";
import type { ConstrainedExample } from "./formulas.ts";
import { fourth } from "./fourth.ts";
import { pulp } from "./pulp.ts";
import { second } from "./second.ts";
import { seventh } from "./seventh.ts";
import { sixth } from "./sixth.ts";
import { third } from "./third.ts";

export const hockSchittkowski: readonly ConstrainedExample[] = [
  ...first,
  ...second,
  ...third,
  ...fourth,
  ...fifth,
  ...colville,
  ...sixth,
  ...seventh,
  ...eighth,
  pulp,
];
