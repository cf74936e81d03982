import { bind, bindAuthored } from "./bind.ts";
import type { Outputs, Rule, Value } from "./contract.ts";
import { calling, stack } from "./frame.ts";

/** `bind` of a rule that may close over what is being differentiated, which is found out here. */
export function bindClosure(rule: Rule, args: readonly Value[], attributes?: object): Outputs {
  if (stack.top === undefined) return bind(rule, args, attributes);
  const { op, home } = calling;
  calling.op = rule.name;
  calling.home = stack.top;
  try {
    return bindAuthored(rule, args, attributes);
  } finally {
    calling.op = op;
    calling.home = home;
  }
}
