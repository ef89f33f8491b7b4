/** Whether standard output is for a person whose terminal has colours, who has not asked for none (NO_COLOR). */
export function isColoured(): boolean {
  return process.stdout.isTTY && process.stdout.hasColors();
}
