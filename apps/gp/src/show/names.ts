/** A parameter's path with the column that its length belongs to, in place of the number: `signal.length[lat]`. */
export function withColumns(path: string, xLabels: readonly string[]): string {
  return path.replace(/\[(\d+)\]$/, (whole, index: string) => {
    const label = xLabels[Number(index)];
    return label === undefined ? whole : `[${label}]`;
  });
}
