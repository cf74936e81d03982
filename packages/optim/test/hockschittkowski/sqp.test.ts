import { keepsCollection } from "./collection.ts";

keepsCollection("sqp");
