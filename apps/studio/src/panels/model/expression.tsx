import { computed } from "@preact/signals";
import { expressionOf, parseExpression, type Span, startsFrom, UserError } from "@wengert/gp-app/model";
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { covarianceOf, rounded } from "../../model/convert.ts";
import { sizeOf } from "../../model/edit.ts";
import { largest, setCovariance } from "../../store/editing.ts";
import { series, tree } from "../../store/store.ts";

const written = computed(() => (tree.value === undefined ? "" : expressionOf(covarianceOf(rounded(tree.value)))));

interface Fault {
  readonly message: string;
  readonly at: Span | undefined;
}

/** The covariance as text: what is written is taken over as soon as it makes sense. */
export function Expression(): JSX.Element {
  const [own, setOwn] = useState<string | undefined>(undefined);
  const text = own ?? written.value;
  const fault = own === undefined ? undefined : faultIn(own);
  const onInput = (next: string): void => {
    setOwn(next);
    if (faultIn(next) === undefined) setCovariance(parseExpression(next), "expression");
  };
  return (
    <div class="stack expression">
      <label class="field" for="expression">
        As an expression
      </label>
      <textarea
        id="expression"
        class="input mono"
        rows={Math.min(8, Math.max(2, Math.ceil(text.length / 40)))}
        spellcheck={false}
        autocomplete="off"
        autocapitalize="off"
        value={text}
        aria-invalid={fault !== undefined}
        aria-describedby={fault === undefined ? undefined : "expression-fault"}
        onInput={(event) => onInput(event.currentTarget.value)}
        onBlur={() => {
          if (fault === undefined) setOwn(undefined);
        }}
        onKeyDown={(event) => {
          if (event.key === "Escape") setOwn(undefined);
        }}
      />
      {fault === undefined || own === undefined ? null : (
        <div id="expression-fault" class="problem" role="alert">
          <p class="mono fault">{marked(own, fault.at)}</p>
          <p>{fault.message} Escape brings back what it was.</p>
        </div>
      )}
    </div>
  );
}

/** What is wrong with a text, as far as data and size of the model say. */
function faultIn(text: string): Fault | undefined {
  const data = series.peek();
  const root = tree.peek();
  try {
    const covariance = parseExpression(text);
    if (data !== undefined) startsFrom(covariance, data.x, data.y);
    if (root !== undefined && sizeOf(root) > largest * 2)
      return { message: "These are too many parts.", at: undefined };
    return undefined;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const sentence = error.message.replace(/^covariance: /, "").replace(/ in "[\s\S]*"$/, "");
    return { message: `${sentence[0].toUpperCase()}${sentence.slice(1)}.`, at: error.at };
  }
}

/** The text with its faulty part marked; a place between two characters is a mark of its own. */
function marked(text: string, at: Span | undefined): (string | JSX.Element)[] {
  if (at === undefined) return [text];
  const [from, to] = at;
  return [text.slice(0, from), <mark key="mark">{text.slice(from, to) || "\u2009"}</mark>, text.slice(to)];
}
