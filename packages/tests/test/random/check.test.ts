import { check } from "../ops/tables/inputs.ts";
import { randomRows } from "./tables/random.ts";

check(randomRows);
