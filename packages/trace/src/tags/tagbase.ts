import { refuseOperator } from "@wengert/array/author";
import { stack } from "../frame.ts";
import { passingTags } from "./passing.ts";
import { tagBrand } from "./tag.ts";

/** What every Tag has: the brand, and a refusal of native operators. */
export abstract class TagBase {
  constructor() {
    // What transformations do with tags comes with the first tag: programs without tags are free of it.
    stack.passing = passingTags;
  }

  get "~wengert"(): "tag" {
    return "tag";
  }

  static {
    Object.defineProperty(this.prototype, tagBrand, { value: true });
    Object.defineProperty(this.prototype, Symbol.toPrimitive, { value: refuseOperator });
  }
}
