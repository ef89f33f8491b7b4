import { colouredStyle, plainStyle, type Style } from '../probe/report/style.js';

/** Lines that are longer are hard to read, however wide the terminal. */
const MAX_WIDTH = 120;

/** As fits standard output: plain and not folded where it is no terminal. */
export function terminalStyle(): Style {
  const { isTTY, columns } = process.stdout;
  if (!isTTY) return plainStyle();
  const width = Math.min(columns, MAX_WIDTH);
  return process.stdout.hasColors() ? colouredStyle(width) : plainStyle(width);
}
