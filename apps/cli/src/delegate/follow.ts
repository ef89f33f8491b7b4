/** Follows a delegation until resolvers find the domain and validate it. Nothing is remembered: DNS itself says how far it is. */
import { type Judgement, judgeParents, type ParentView, type WantedDelegation } from './parent-view.js';

export interface Ports {
  readonly parents: () => Promise<readonly ParentView[]>;
  /** What the resolver of this instance makes of the domain. */
  readonly validated: () => Promise<{ readonly secure: boolean; readonly detail: string }>;
  readonly say: (text: string) => void;
  /** @param rememberedUntil when resolvers have forgotten that there was no DS record; 0 when that is not waited for */
  readonly wait: (rememberedUntil: number) => Promise<void>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** `waiting`: something has to be entered or to expire. `wrong`: what is published now breaks the domain. */
export type Progress = 'done' | 'waiting' | 'wrong';

/** Says what is to do, and again when that changes. Ends when it is done, or after one look with `once`. */
export async function followDelegation(
  wanted: WantedDelegation,
  ports: Ports,
  { once }: { readonly once: boolean },
): Promise<Progress> {
  let said = '';
  let rememberedUntil = 0;
  for (;;) {
    const views = await ports.parents();
    const ttl = Math.max(0, ...views.map(({ absenceTtl }) => absenceTtl));
    if (ttl > 0) rememberedUntil = ports.now() + ttl * 1000;
    const judgement = judgeParents(views, wanted);
    const resolver = judgement.step === 'published' ? await ports.validated() : undefined;
    const isRemembered = resolver?.secure === false && rememberedUntil > ports.now();
    const text = stepText(judgement, wanted, resolver?.detail, isRemembered ? rememberedUntil : 0);
    if (text !== said) ports.say(text);
    said = text;
    if (resolver?.secure === true) return 'done';
    if (once) return judgement.step === 'wrong-ds' ? 'wrong' : 'waiting';
    await ports.wait(judgement.step === 'published' ? rememberedUntil : 0);
  }
}

function stepText(
  { step, lines }: Judgement,
  wanted: WantedDelegation,
  resolverDetail: string | undefined,
  rememberedUntil: number,
): string {
  const { domain } = wanted;
  const parents = ['', `The zone above ${domain} says:`, ...lines.map((line) => `  ${line}`)];
  switch (step) {
    case 'ns':
      return [`1. Enter these at the zone above ${domain}:`, ...nsRecords(wanted), ...parents].join('\n');
    case 'ds':
      return [
        `2. The delegation is there. Enter the DS record at the zone above ${domain}:`,
        `  ${domain}. DS ${wanted.ds}`,
        ...parents,
      ].join('\n');
    case 'wrong-ds':
      return [
        `Remove the DS record of another key at the zone above ${domain}: until then resolvers that validate do not find the domain.`,
        `The right one: ${domain}. DS ${wanted.ds}`,
        ...parents,
      ].join('\n');
    case 'unreachable':
      return [`No server of the zone above ${domain} could be asked.`, ...parents].join('\n');
    case 'published':
      return [
        `3. Published everywhere. The resolver: ${resolverDetail ?? ''}`,
        ...until(rememberedUntil),
      ].join('\n');
  }
}

function nsRecords({ domain, servers, glue }: WantedDelegation): string[] {
  return [
    ...servers.map((server) => `  ${domain}. NS ${server}.`),
    ...[...glue].flatMap(([name, addresses]) =>
      addresses.map((address) => `  ${name}. ${address.includes(':') ? 'AAAA' : 'A'} ${address}   (glue)`),
    ),
  ];
}

function until(rememberedUntil: number): string[] {
  if (rememberedUntil === 0) return [];
  const time = new Date(rememberedUntil).toISOString().slice(0, 19).replace('T', ' ');
  return [`Resolvers may remember until ${time} UTC that there was no DS record.`];
}

/** While it is waited: `Resolvers forget in 9:05 min that there was no DS record.` */
export function countdown(rememberedUntil: number, now: number): string {
  const seconds = Math.ceil((rememberedUntil - now) / 1000);
  if (seconds <= 0) return 'Waiting.';
  const left = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')} min`;
  return `Resolvers forget in ${left} that there was no DS record.`;
}
