/** With MTA_STS: whether it is noted when Caddy served policies. Nothing else knows of its outages. */
import { join } from 'node:path';

import { outagesIn } from '#caddy';
import { fileFault } from '#text';

import { LineWriter } from '../doctor-line.js';
import type { Check } from '../examination.js';

/** It is noted every few seconds. */
const RECENT_MS = 60_000;

const ADVICE =
  'A sender that finds no policy while Caddy is away has to deliver, and then fails for it. With MTA_STS=true see `docker compose ps caddy`, and start it with `docker compose up -d caddy`; beside another Caddy run docker/note-served.sh (docs/host-reference.md).';

export const checkServedTimes: Check = async ({ config: { caddyDir }, now }) => {
  if (caddyDir === undefined) return [];
  const line = new LineWriter('policy outages', join(caddyDir, 'served'));
  const expected = 'noted within the last minute that Caddy is there';
  const warning = (found: string) => [line.warning({ expected, found }, ADVICE)];
  try {
    // Of what follows the last sign of life nothing is known.
    const last = (await outagesIn(caddyDir)).at(-1)?.from;
    if (last === undefined) return warning('nobody notes it');
    const found = `last noted at ${new Date(last).toISOString()}`;
    return now() - last > RECENT_MS ? warning(found) : [line.ok(expected, found)];
  } catch (error) {
    return warning(fileFault(error));
  }
};
