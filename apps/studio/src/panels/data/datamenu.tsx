import type { JSX } from "preact";
import { examples } from "../../data/examples.ts";
import { Menu } from "../../parts/menu.tsx";
import { openExample } from "../../store/loading.ts";
import { opening } from "../../store/own.ts";

/** Chooses data: examples, or a table of one's own. */
export function DataMenu(): JSX.Element {
  return (
    <Menu
      label="Data"
      icon="table"
      actions={() => [
        {
          label: "Your own table …",
          hint: "a CSV file, or cells that you paste",
          icon: "plus",
          onClick: () => {
            opening.value = "empty";
          },
        },
        ...examples.map(({ id, title, about }) => ({
          label: title,
          hint: about,
          onClick: () => void openExample(id),
        })),
      ]}
    />
  );
}
