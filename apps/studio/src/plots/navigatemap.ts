/** What a map does when it is moved by hand. Shares count from the left and from below. */
export interface MapMoves {
  readonly zoom: (factor: number, about?: readonly [number, number]) => void;
  readonly move: (right: number, up: number) => void;
  readonly home: () => void;
}

/** How much closer a key brings. */
const closer = 0.7;
const step = 0.15;

/** The part of an element in which its map is drawn, in pixels of the page. */
export interface Inset {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Zoom and pan of a map: + − 0 and the arrow keys while it has the focus, the wheel with Ctrl or ⌘, a double click, and a drag.
 *
 * @returns takes it away again
 */
export function navigateMap(node: HTMLElement, inset: () => Inset, moves: MapMoves): () => void {
  const keys: Readonly<Record<string, () => void>> = {
    "+": () => moves.zoom(closer),
    "=": () => moves.zoom(closer),
    "-": () => moves.zoom(1 / closer),
    "0": moves.home,
    ArrowLeft: () => moves.move(-step, 0),
    ArrowRight: () => moves.move(step, 0),
    ArrowUp: () => moves.move(0, step),
    ArrowDown: () => moves.move(0, -step),
  };
  const sharesAt = (event: MouseEvent): readonly [number, number] => {
    const { left, top } = node.getBoundingClientRect();
    const area = inset();
    return [(event.clientX - left - area.left) / area.width, 1 - (event.clientY - top - area.top) / area.height];
  };
  let last: { readonly x: number; readonly y: number } | undefined;
  const listeners = {
    keydown: (event: KeyboardEvent) => {
      const action = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key];
      if (action === undefined) return;
      event.preventDefault();
      action();
    },
    wheel: (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      moves.zoom(event.deltaY > 0 ? 1.15 : 1 / 1.15, sharesAt(event));
    },
    dblclick: (event: MouseEvent) => moves.zoom(closer, sharesAt(event)),
    pointerdown: (event: PointerEvent) => {
      if (event.button !== 0) return;
      last = { x: event.clientX, y: event.clientY };
      node.setPointerCapture(event.pointerId);
    },
    pointermove: (event: PointerEvent) => {
      if (last === undefined) return;
      const { width, height } = inset();
      moves.move((last.x - event.clientX) / width, (event.clientY - last.y) / height);
      last = { x: event.clientX, y: event.clientY };
    },
    pointerup: () => {
      last = undefined;
    },
    pointercancel: () => {
      last = undefined;
    },
  };
  const all = Object.entries(listeners) as [string, EventListener][];
  for (const [name, listener] of all) node.addEventListener(name, listener, { passive: false });
  return () => {
    for (const [name, listener] of all) node.removeEventListener(name, listener);
  };
}
