/** What a notification says to a person: in a mail, a chat or a terminal. */
import type { Change, Alert } from './watch-state.js';

/** One line, short enough for the subject of a mail. */
export function headline(changes: readonly Change[]): string {
  const [first] = changes;
  if (first === undefined) return 'nothing new';
  if (changes.length === 1) return headlineOf(first);
  const ended = changes.filter(({ event }) => event === 'ended').length;
  const parts = [
    ...(ended < changes.length
      ? [`alerts at ${namesOf(changes.filter(({ event }) => event !== 'ended'))}`]
      : []),
    ...(ended > 0 ? [`over at ${namesOf(changes.filter(({ event }) => event === 'ended'))}`] : []),
  ];
  return parts.join('; ');
}

const MOST_NAMES = 3;

function namesOf(changes: readonly Change[]): string {
  const names = changes.slice(0, MOST_NAMES).map(({ target }) => target ?? 'the watch itself');
  const more = changes.length - names.length;
  return [...names, ...(more > 0 ? [`${more} more`] : [])].join(', ');
}

function headlineOf({ event, target, since }: Change): string {
  if (target === null) {
    return event === 'ended' ? 'the watch sees again' : 'the watch cannot see anything';
  }
  switch (event) {
    case 'began':
      return `alerts at ${target}`;
    case 'changed':
      return `other alerts at ${target}`;
    case 'reminder':
      return `still alerts at ${target}, since ${when(since)}`;
    case 'ended':
      return `over at ${target}`;
  }
}

/** Several lines, the last with a line end. */
export function notificationText(changes: readonly Change[]): string {
  return changes.map(changeText).join('\n');
}

function changeText(change: Change): string {
  const { event, since, alerts } = change;
  const head = capitalized(headlineOf(change));
  switch (event) {
    case 'began':
    case 'changed':
      return `${head}, since ${when(since)}\n${alerts.map(alertText).join('')}`;
    case 'reminder':
      return `${head}\n${alerts.map(alertText).join('')}`;
    case 'ended': {
      const was = alerts.map(({ subject, text }) => `  was ${subject}: ${text}\n`);
      return `${head}; it had begun ${when(since)}\n${was.join('')}`;
    }
  }
}

/** Indented, with what to do. */
export function alertText({ subject, text, advice, publish, rfc }: Alert): string {
  return [
    `  ${subject}: ${text}${rfc === null ? '' : ` (${rfc})`}`,
    ...(advice === null ? [] : [`    to do: ${advice}`]),
    ...publish.map((line) => `      ${line}`),
    '',
  ].join('\n');
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** In UTC, to the minute. */
function when(time: number): string {
  const timestamp = new Date(time).toISOString();
  return `${timestamp.slice(0, 10)} ${timestamp.slice(11, 16)} UTC`;
}
