import type { ProbeTargetBody } from '#contracts';
import { printableJson } from '#text';

/** An array with an object for each target, in the order of the command line. */
export function jsonReport(targets: readonly ProbeTargetBody[]): string {
  return `${printableJson(targets)}\n`;
}
