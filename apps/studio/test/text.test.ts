/* Errors of the readers that the terminal has too, in words of the page. */
import { expect, test } from "vitest";
import { openTable, ownSeries } from "../src/data/own.ts";
import { sentence } from "../src/data/text.ts";

const columnOf = (name: string, cells: readonly string[]) =>
  `x\t${name}\n${cells.map((cell, i) => `${i}\t${cell}`).join("\n")}`;

test.each(["level", "a name that nobody would give to a column ".repeat(12)])(
  "no option of the terminal is named: column %#",
  (name) => {
    for (const [cells, decimal] of [
      [["1,234", "2,345"], undefined],
      [["1,5", "2,5"], "point"],
      [["1.5", "2.5"], "comma"],
    ] as const) {
      const { table } = openTable("levels.csv", columnOf(name, cells)) as unknown as { table: never };
      let said = "";
      try {
        ownSeries(table, { kind: "own", id: "", x: ["x"], y: name.trim(), timeUnit: undefined, decimal } as never);
      } catch (error) {
        said = sentence(error);
      }
      expect(said).toMatch(/choose "(comma|point)" under Decimals/);
      expect(said).not.toContain("--");
      expect(said.length).toBeLessThan(450);
    }
  },
);
