import { keepsCollection } from "./collection.ts";

keepsCollection("auglag");
