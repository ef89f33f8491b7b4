/** The modules that threads run. They stand here, beside main.ts, because the build puts this module into the file of that one. */
export const PROBE_WORKER = new URL('./probes/engine/probe-worker.js', import.meta.url);
export const PARSER_WORKER = new URL('./operator/parsing/parser-worker.js', import.meta.url);
