/** A sign in front of what is told, in the colour of what it means. */
import type { ProbeFindingBody, ProbeResult } from '#contracts';

import type { Style } from './style.js';

type Paint = (text: string) => string;

export interface Sign {
  readonly sign: string;
  readonly paint: Paint;
}

export function signOf(result: ProbeResult, style: Style): Sign {
  switch (result) {
    case 'ok':
      return { sign: '✓', paint: style.good };
    case 'warning':
      return { sign: '!', paint: style.warning };
    case 'error':
      return { sign: '✗', paint: style.bad };
  }
}

export function signOfSeverity(severity: ProbeFindingBody['severity'], style: Style): Sign {
  return severity === 'info' ? { sign: '·', paint: style.dim } : signOf(severity, style);
}
