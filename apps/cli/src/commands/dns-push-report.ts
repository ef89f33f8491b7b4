/** What `havedane dns push` shows: the difference, each step, and all of it as JSON. */
import type { ProviderName, Publication, PublicationPlan, PublicationStep, ZoneRecord } from '#providers';

/** `requested`: a person was asked, and it is not seen yet. */
export type PushOutcome = 'published' | 'unchanged' | 'planned' | 'declined' | 'requested' | 'failed';

const COLOURS = { '+': 32, '-': 31, '~': 33, '!': 33 } as const;

type Mark = keyof typeof COLOURS;

export function formatPlan(title: string, plan: PublicationPlan, coloured: boolean): string {
  const line = (mark: Mark, text: string) =>
    coloured ? `\u001B[${COLOURS[mark]}m  ${mark} ${text}\u001B[0m` : `  ${mark} ${text}`;
  const lines = [
    ...plan.added.map((record) => line('+', recordText(record))),
    ...plan.retimed.map(({ name, type, from, ttl }) => line('~', `${name}  ${type}  TTL ${from} → ${ttl}`)),
    ...plan.removed.map((record) => line('-', recordText(record))),
    ...plan.deferred.map((record) => line('!', `${recordText(record)}  (stays for now)`)),
  ];
  return [
    `The generated records, and what is at ${title}:`,
    ...lines,
    summary(plan),
    ...deferredAdvice(plan),
  ].join('\n');
}

function summary({ added, retimed, removed, deferred, unchanged }: PublicationPlan): string {
  const counts = [
    [added, 'to add'],
    [retimed, 'with another TTL'],
    [removed, 'to remove'],
    [deferred, 'to remove later'],
    [unchanged, 'published already'],
  ] as const;
  return counts
    .filter(([{ length }]) => length > 0)
    .map(([{ length }, text]) => `${length} ${text}`)
    .join(', ');
}

/** RFC 7671 §8.1 */
function deferredAdvice({ deferred }: PublicationPlan): string[] {
  const ttl = Math.max(...deferred.map((record) => record.ttl));
  if (deferred.length === 0) return [];
  return [
    'TLSA records that match no certificate any more stay beside the new ones at first: push again after two TTLs',
    `(${2 * ttl} seconds). To change keys without a gap, use \`havedane rollover\`.`,
  ];
}

export function formatStep(step: PublicationStep): string {
  switch (step.action) {
    case 'add':
      return `${step.outcome}: ${recordText(step.record)}`;
    case 'delete':
      return `${step.outcome}: ${recordText(step.record)}`;
    case 'set-ttl':
      return `TTL ${step.outcome}: ${step.change.name}  ${step.change.type}  ${step.change.ttl}`;
  }
}

export function pushBody(
  provider: ProviderName,
  outcome: PushOutcome,
  plan: PublicationPlan,
  { steps, error }: Publication,
) {
  const { unchanged, ...changes } = plan;
  const failure =
    error === null ? null : { failure: error.failure, message: error.message, retryable: error.retryable };
  return { provider, outcome, plan: { ...changes, unchanged: unchanged.length }, steps, error: failure };
}

function recordText({ name, ttl, type, data }: ZoneRecord): string {
  return `${name}  ${ttl}  ${type}  ${data}`;
}
