import { formKey, isTag } from "@wengert/trace";
import { TwoCopiesError } from "@wengert/tree";

/**
 * False for what is no parameter at all.
 *
 * @throws {TwoCopiesError} for a parameter of another copy of this package: it would be left out of what is learned
 */
export function refuseOther(value: unknown): false {
  if (!isTag(value) || !(formKey in value)) return false;
  const { name } = value as { name?: string };
  throw new TwoCopiesError(
    `The parameter ${name ?? ""} was made by another copy of @wengert/params than the one that was to learn it. ` +
      "Let all @wengert packages have one version, and bundles one copy (npm ls @wengert/params shows who brings the other).",
    "param",
  );
}
