/** Programs that nobody here wrote, to check our results with. */
import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';

import { run, type ProgramResult } from './run-program.js';

/** The Debian package that holds each. */
const PACKAGES = {
  openssl: 'openssl',
  danetool: 'gnutls-bin',
  kzonecheck: 'knot-dnssecutils',
  kdig: 'knot-dnsutils',
  knsupdate: 'knot-dnsutils',
  knotc: 'knot',
  delv: 'bind9-dnsutils',
  'ldns-verify-zone': 'ldnsutils',
  'nsd-checkzone': 'nsd',
  'named-checkzone': 'bind9-utils',
  promtool: 'prometheus',
} as const;

export type SystemTool = keyof typeof PACKAGES;

/** Runs the tool to its end. Fails, and says how to get it, where it is not installed. */
export function runTool(
  tool: SystemTool,
  args: readonly string[],
  input: string | Uint8Array = '',
): Promise<ProgramResult> {
  return run(pathOf(tool), args, input);
}

function pathOf(tool: SystemTool): string {
  // Users other than root often lack the sbin directories.
  const directories = [...(process.env['PATH'] ?? '').split(':'), '/usr/sbin', '/sbin'];
  const path = directories.map((directory) => join(directory, tool)).find(isExecutable);
  if (path === undefined) {
    throw new Error(`${tool} is not installed; on Debian: apt-get install ${PACKAGES[tool]}`);
  }
  return path;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
