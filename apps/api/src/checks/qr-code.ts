import { encode } from 'uqr';

import { html } from '../page/html.js';

/** ISO/IEC 18004 asks for a quiet zone of four modules. */
const QUIET = 4;

/** The text as a QR code, dark on light in every colour scheme: many readers do not know the inverse. An SVG. */
export function qrCode(text: string): string {
  // Level L keeps the modules large: a screen has no dirt or scratches to correct.
  const { data, size } = encode(text, { ecc: 'L', border: 0 });
  const side = size + 2 * QUIET;
  return html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="${-QUIET} ${-QUIET} ${side} ${side}">
    <rect x="${-QUIET}" y="${-QUIET}" width="${side}" height="${side}" fill="#fff" />
    <path d="${data.map(rowPath).join('')}" fill="#000" shape-rendering="crispEdges" />
  </svg> `.text;
}

/** SVG path data in units of one module: one rectangle for each horizontal run of dark modules. */
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
