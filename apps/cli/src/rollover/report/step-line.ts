import type { RolloverStep } from '#rollover';

import { paragraph } from '../../probe/report/lines.js';
import type { Style } from '../../probe/report/style.js';

/** The longest name of a step. */
const STEP_WIDTH = 'final-check'.length;
/** Where the text begins: behind the indent, the sign and the name. */
export const TEXT_COLUMN = 2 + 2 + STEP_WIDTH + 2;

/** @param sign one column wide, in colour or not */
export function stepLine(sign: string, step: RolloverStep | '', text: string, style: Style): string[] {
  const [first = '', ...more] = paragraph(text, style, { indent: TEXT_COLUMN });
  return [`  ${sign} ${step.padEnd(STEP_WIDTH)}  ${first.trimStart()}`, ...more];
}
