import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';

import { qrPath } from '../format/qr-path.js';

/** ISO/IEC 18004 asks for a quiet zone of four modules. */
const QUIET = 4;

export function QrCode({ text, label }: { text: string; label: string }): JSX.Element {
  const { size, path } = useMemo(() => qrPath(text), [text]);
  const side = size + 2 * QUIET;
  // Dark on light in both colour schemes: many readers do not know the inverse.
  return (
    <svg class="qr" viewBox={`${-QUIET} ${-QUIET} ${side} ${side}`} role="img" aria-label={label}>
      <rect x={-QUIET} y={-QUIET} width={side} height={side} fill="#fff" />
      <path d={path} fill="#000" shape-rendering="crispEdges" />
    </svg>
  );
}
