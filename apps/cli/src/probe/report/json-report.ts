import type { ProbeTargetBody } from '#contracts';

/** An array with an object for each target, in the order of the command line. */
export function jsonReport(targets: readonly ProbeTargetBody[]): string {
  const json = JSON.stringify(targets, null, 2);
  // JSON lets these through as they are, and a terminal would obey them.
  return `${json.replace(/[\x7f-\x9f]/g, (control) => `\\u00${control.charCodeAt(0).toString(16)}`)}\n`;
}
