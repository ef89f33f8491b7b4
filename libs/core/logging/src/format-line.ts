/** One log record as a readable line: `11:22:33.123 INFO  smtp  listening address=127.0.0.1 port=2525`. */
import { harmless } from '#text';

const COLOURS: Readonly<Record<string, string>> = {
  trace: '\u001b[90m',
  debug: '\u001b[90m',
  info: '\u001b[32m',
  warn: '\u001b[33m',
  error: '\u001b[31m',
  fatal: '\u001b[31m',
};
const RESET = '\u001b[0m';

/** @param record a line of JSON as the logger writes it; anything else comes back as it is */
export function formatLine(record: string, colours: boolean): string {
  const fields = parse(record);
  if (fields === null) return record;
  const { level, time, context, msg, err, ...rest } = fields;
  const word = text(level).toUpperCase().padEnd(5);
  const line = [
    text(time).slice(11, 23),
    colours ? `${COLOURS[text(level)] ?? ''}${word}${RESET}` : word,
    `${text(context)} `,
    text(msg),
    ...Object.entries(rest).map(([name, value]) => `${name}=${quoted(value)}`),
  ];
  return `${line.join(' ')}${stackOf(err)}\n`;
}

function parse(record: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(record);
    return typeof value === 'object' && value !== null ? { ...value } : null;
  } catch {
    return null;
  }
}

/** Log lines carry what clients sent: control characters must not reach the terminal. */
function text(value: unknown): string {
  const plain = typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
  return harmless(plain, { as: 'escaped' });
}

function quoted(value: unknown): string {
  const plain = text(value);
  return typeof value === 'string' && !/^[^\s"=]+$/.test(plain) ? JSON.stringify(plain) : plain;
}

function stackOf(err: unknown): string {
  if (typeof err !== 'object' || err === null) return '';
  const stack = 'stack' in err && typeof err.stack === 'string' ? err.stack : JSON.stringify(err);
  return `\n${stack.split('\n').map(text).join('\n')}`;
}
