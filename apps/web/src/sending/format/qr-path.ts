import { encode } from 'uqr';

export interface QrPath {
  /** Modules along one side, without the quiet zone. */
  readonly size: number;
  /** SVG path data in units of one module, one rectangle for each horizontal run of dark modules. */
  readonly path: string;
}

export function qrPath(text: string): QrPath {
  // Level L keeps the modules large: a screen has no dirt or scratches to correct.
  const { data, size } = encode(text, { ecc: 'L', border: 0 });
  return { size, path: data.map(rowPath).join('') };
}

function rowPath(row: readonly boolean[], y: number): string {
  let path = '';
  for (let x = 0; x < row.length; x++) {
    if (row[x] !== true) continue;
    const start = x;
    while (row[x + 1] === true) x++;
    path += `M${start} ${y}h${x + 1 - start}v1H${start}z`;
  }
  return path;
}
