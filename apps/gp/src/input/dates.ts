import { excerpt, UserError } from "../errors.ts";
import { place, type Table, textColumn } from "./table.ts";

const day = 86_400_000;

/** Milliseconds in what dates are counted in. A year is 365.25 days long. */
export const timeUnits: Readonly<Record<string, number>> = {
  years: 365.25 * day,
  days: day,
  hours: 3_600_000,
  minutes: 60_000,
  seconds: 1000,
};

const pattern = /^(\d{4})-(\d\d)(?:-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)([.,]\d+)?)?(Z|[-+]\d\d:?\d\d)?)?)?$/;

/** Whether a column has dates and not numbers, by its first cell. */
export function hasDates(table: Table, column: string): boolean {
  return /^\d{4}-\d\d/.test(textColumn(table, column)[0] ?? "");
}

/**
 * The dates and times of a column, in units since the beginning of 1970. Times without a zone are taken for UTC.
 *
 * @throws {UserError} with row and column of the first cell that is not a date
 */
export function dateColumn(table: Table, column: string, unit: string): Float64Array {
  return Float64Array.from(textColumn(table, column), (cell, row) => {
    const milliseconds = millisecondsOf(cell);
    if (milliseconds !== undefined) return milliseconds / timeUnits[unit];
    const found = `"${excerpt(cell)}"`;
    throw new UserError(
      `${table.file}: ${place(table, row, column)}: ${found} is not a date such as 1958-03-01 or 1958-03-01T12:30:00Z`,
    );
  });
}

/** A date as it is shown: with a time of the day if it is not midnight. */
export function dateText(value: number, unit: string): string {
  const date = dateOf(value, unit);
  // Less than this is rounding: a double holds today's date to some microseconds.
  const text = new Date(Math.round(date.getTime())).toISOString();
  return text.replace(/T00:00:00\.000Z$/, "").replace(/\.000Z$/, "Z");
}

/** The date that is so many units after the beginning of 1970. */
export function dateOf(value: number, unit: string): Date {
  return new Date(value * timeUnits[unit]);
}

function millisecondsOf(cell: string): number | undefined {
  const match = pattern.exec(cell);
  if (match === null) return undefined;
  const [, year, month, dayOfMonth = "01", hour = "00", minute = "00", second = "00", fraction = "", zone = "Z"] =
    match;
  const [y, m, d, h, min, s] = [year, month, dayOfMonth, hour, minute, second].map(Number);
  const midnight = new Date(0);
  midnight.setUTCFullYear(y, m - 1, d);
  // February 30 becomes a day of March.
  if (midnight.getUTCMonth() !== m - 1 || midnight.getUTCDate() !== d || h > 23 || min > 59 || s > 59) return undefined;
  const time = ((h * 60 + min) * 60 + s) * 1000 + Number(`0${fraction.replace(",", ".")}`) * 1000;
  return midnight.getTime() + time - offsetOf(zone);
}

/** Milliseconds by which a zone is ahead of UTC. */
function offsetOf(zone: string): number {
  if (zone === "Z") return 0;
  const digits = zone.replace(":", "");
  const minutes = Number(digits.slice(1, 3)) * 60 + Number(digits.slice(3));
  return (digits[0] === "-" ? -minutes : minutes) * 60_000;
}
