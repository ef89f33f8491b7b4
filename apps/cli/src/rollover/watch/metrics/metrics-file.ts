import { rename } from 'node:fs/promises';

import { writeTextFile } from '#files';

/** For the textfile collector of node_exporter, which must never read half a file, and may be another user. */
export async function writeMetricsFile(path: string, text: string): Promise<void> {
  // Another ending: the collector reads every *.prom.
  const temporary = `${path}.new`;
  await writeTextFile(temporary, text, { flags: 'w', mode: 0o644 });
  await rename(temporary, path);
}
