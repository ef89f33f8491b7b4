import { alignColumns } from '#zones';

import { printable, printableLines } from '../printable.js';
import type { MessageLine, MessageView } from './message-view.js';

const MAX_CELL = 60;

export function formatMessages(lines: readonly MessageLine[]): string {
  if (lines.length === 0) return 'No mail.';
  const rows = lines.map((line) => [
    ...[String(line.id), line.read ? '' : 'new', line.receivedAt.slice(0, 16).replace('T', ' ')],
    ...[cell(line.recipients.join(', ')), cell(line.from ?? ''), cell(line.subject ?? '')],
    cell(line.problem ?? ''),
  ]);
  return alignColumns([['ID', '', 'RECEIVED', 'FOR', 'FROM', 'SUBJECT', 'PROBLEM'], ...rows]).join('\n');
}

export function formatMessage(view: MessageView): string {
  const facts = alignColumns([
    ['For', cell(view.recipients.join(', '), Infinity)],
    ['From', cell(view.from ?? '', Infinity)],
    ['Subject', cell(view.subject ?? '', Infinity)],
    ['Received', view.receivedAt],
    ['Envelope', view.mailFrom === '' ? 'the null sender' : cell(view.mailFrom, Infinity)],
    [
      'Client',
      cell(
        `${view.clientAddress} (${view.clientName ?? 'no name'}), ${view.tlsVersion ?? 'clear text'}`,
        Infinity,
      ),
    ],
    ...view.attachments.map(({ name, type, size }) => [
      'Attached',
      cell(`${name} (${type}, ${size} bytes)`, Infinity),
    ]),
    ...(view.problem === null ? [] : [['Problem', cell(view.problem, Infinity)]]),
  ]).join('\n');
  return `${facts}\n\n${printableLines(view.text).trimEnd()}`;
}

function cell(text: string, max = MAX_CELL): string {
  const shown = printable(text);
  return shown.length > max ? `${shown.slice(0, max - 1)}…` : shown;
}
