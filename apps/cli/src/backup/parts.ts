/** What a backup holds: the database, and the directories of what cannot be made again. */
import { join } from 'node:path';

import { z } from 'zod';

import type { Config } from '#config';

export const MANIFEST = 'manifest.json';
export const DATABASE = 'store.sqlite3';

/** Within the directory that it starts from. */
const innerPath = z.string().refine((path) => !path.startsWith('/') && !path.split('/').includes('..'));

/** The first file of the archive. */
export const manifestSchema = z.object({
  format: z.literal(1),
  domain: z.string(),
  /** ISO 8601. */
  createdAt: z.string(),
  /** Of the program that wrote it. */
  version: z.string(),
  /** Symbolic links, by their paths in the archive. It holds none itself: nothing is ever extracted through a link. */
  links: z.record(innerPath, innerPath),
});
export type Manifest = z.infer<typeof manifestSchema>;

export interface Part {
  /** The directory in the archive. */
  readonly name: string;
  /** The directory of this instance. */
  readonly dir: string;
}

/** The zones are made from the rest, but for the overrides of a rollover that is under way. */
export function partsOf(config: Config): readonly Part[] {
  return [
    { name: 'certs', dir: config.certs.dir },
    { name: 'zones', dir: config.zonesDir },
    { name: 'dns-keys', dir: join(config.nameServer.dir, 'keys') },
    { name: 'rollover', dir: config.rolloverDir },
  ];
}
