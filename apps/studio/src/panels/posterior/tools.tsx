import type { JSX } from "preact";
import { Button } from "../../parts/button.tsx";

/** Zoom and pan of a chart or a map, by buttons. */
export function Tools(props: {
  readonly zoom: (factor: number) => void;
  readonly move: (right: number, up: number) => void;
  readonly home: () => void;
  /** A map moves upwards and downwards too. */
  readonly isMap?: boolean;
}): JSX.Element {
  const { zoom, move, home, isMap = false } = props;
  const arrow = (text: string, label: string, right: number, up: number): JSX.Element => (
    <Button tiny look="quiet" label={label} onClick={() => move(right, up)}>
      {text}
    </Button>
  );
  return (
    <fieldset class="plot-tools" aria-label={`Part of the ${isMap ? "map" : "chart"} that is shown`}>
      <Button tiny look="quiet" icon="minus" label="Zoom out" onClick={() => zoom(1.6)} />
      <Button tiny look="quiet" icon="plus" label="Zoom in" onClick={() => zoom(0.6)} />
      <Button tiny look="quiet" icon="home" label="Show all" onClick={home} />
      {arrow("←", isMap ? "To the left" : "Earlier", -0.3, 0)}
      {arrow("→", isMap ? "To the right" : "Later", 0.3, 0)}
      {isMap ? arrow("↑", "Upwards", 0, 0.3) : null}
      {isMap ? arrow("↓", "Downwards", 0, -0.3) : null}
    </fieldset>
  );
}
