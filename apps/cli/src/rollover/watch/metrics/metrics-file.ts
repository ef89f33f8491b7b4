import { rename, writeFile } from 'node:fs/promises';

/** For the textfile collector of node_exporter, which must never read half a file, and may be another user. */
export async function writeMetricsFile(path: string, text: string): Promise<void> {
  // Another ending: the collector reads every *.prom.
  const temporary = `${path}.new`;
  await writeFile(temporary, text, { mode: 0o644 });
  await rename(temporary, path);
}
