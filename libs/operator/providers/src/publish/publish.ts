/** Reads what a provider holds of our records, and carries a plan out. */
import { addAll, deleteAll } from '../many-records.js';
import type { AddOutcome, DeleteOutcome, DnsProvider, TtlOutcome } from '../provider.js';
import { ProviderError } from '../provider-error.js';
import type { ZoneRecord } from '../zone-record.js';
import { type PublicationPlan, planPublication, recordSets, type TtlChange } from './publication-plan.js';

export type PublicationStep =
  | { readonly action: 'add'; readonly record: ZoneRecord; readonly outcome: AddOutcome }
  | { readonly action: 'set-ttl'; readonly change: TtlChange; readonly outcome: TtlOutcome }
  | { readonly action: 'delete'; readonly record: ZoneRecord; readonly outcome: DeleteOutcome };

export interface Publication {
  /** What was done, in this order. */
  readonly steps: readonly PublicationStep[];
  /** What ended it early. Nothing is undone: the same again goes on from there. */
  readonly error: ProviderError | null;
}

/** No more than is fair to a provider. */
const READ_AT_ONCE = 4;

/** @throws ProviderError when the provider cannot be asked; nothing was changed */
export async function readPlan(
  provider: DnsProvider,
  wanted: readonly ZoneRecord[],
): Promise<PublicationPlan> {
  const sets = recordSets(wanted);
  const present: ZoneRecord[] = [];
  while (sets.length > 0) {
    const some = sets.splice(0, READ_AT_ONCE);
    const lists = await Promise.all(some.map(({ name, type }) => provider.list(name, type)));
    present.push(...lists.flat());
  }
  const plan = planPublication(wanted, present);
  return provider.name === 'manual' ? seenThroughCache(plan) : plan;
}

/** A cache counts the TTL down: only one that is greater than ours is another one for certain. */
function seenThroughCache(plan: PublicationPlan): PublicationPlan {
  return { ...plan, retimed: plan.retimed.filter(({ from, ttl }) => from > ttl) };
}

/** Adds before it deletes, so that at no moment a name is without the records that it needs. */
export async function carryOut(
  provider: DnsProvider,
  plan: PublicationPlan,
  onStep: (step: PublicationStep) => void,
): Promise<Publication> {
  const steps: PublicationStep[] = [];
  const did = (step: PublicationStep) => {
    steps.push(step);
    onStep(step);
  };
  try {
    for await (const added of addAll(provider, plan.added)) {
      for (const change of added) did({ action: 'add', ...change });
    }
    for (const change of plan.retimed) {
      const outcome = await provider.setTtl(change.name, change.type, change.ttl);
      did({ action: 'set-ttl', change, outcome });
    }
    for await (const deleted of deleteAll(provider, plan.removed)) {
      for (const change of deleted) did({ action: 'delete', ...change });
    }
    return { steps, error: null };
  } catch (error) {
    if (error instanceof ProviderError) return { steps, error };
    throw error;
  }
}
