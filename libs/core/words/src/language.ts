/** What a language has to say: everything, so that the compiler finds what a translation leaves out. */
import type {
  Advice,
  Finding,
  FindingFacts,
  HeadlineFacts,
  MessageFacts,
  MtaStsVerdict,
  Observation,
  OverallFacts,
  PlainMessage,
  PolicyCache,
  Protection,
  ReportFinding,
  StrangerDeed,
} from '#checks';
import type { FactsOf, FindingCode, PROBE_PHRASES } from '#probe';
import type { ScenarioId } from '#scenarios';
import type { DETAILS, InWords } from '#text';

import type { document } from './english/page/document.js';
import type { ENGLISH_READER } from './english/reader-pages.js';
import type { ENGLISH_RECEIVING } from './english/receiving-page.js';
import type { ENGLISH_SENDING } from './english/sending-page.js';

export interface Language {
  /** BCP 47. */
  readonly tag: string;
  /** `a, b, and c`; long lists are cut. */
  readonly list: (items: readonly string[]) => string;
  readonly headline: (facts: HeadlineFacts) => string;
  /** The headline on both mechanisms. */
  readonly overall: (facts: OverallFacts) => string;
  /** What the headline on both leaves unprotected, in one sentence if anything. */
  readonly meaning: (protection: Protection, facts: Pick<OverallFacts, 'policyWins'>) => string;
  /** The verdict on MTA-STS in one sentence. */
  readonly mtaSts: (verdict: Pick<MtaStsVerdict, 'outcome' | 'provisional'>) => string;
  /** Which policies the system may have cached, and what follows. */
  readonly policyCache: (cache: PolicyCache) => string;
  readonly messages: MessageTexts;
  readonly findings: Readonly<Record<Finding, (facts: FindingFacts) => string>>;
  readonly deeds: Readonly<Record<StrangerDeed, string>>;
  /** What a TLS report says beside what was seen, in one sentence. */
  readonly reported: Readonly<Record<ReportFinding, string>>;
  /** One sentence for everybody. */
  readonly advice: Readonly<Record<Advice, string>>;
  readonly scenarios: Readonly<Record<ScenarioId, ScenarioText>>;
  /** What happened in one observation. */
  readonly detail: (observation: Observation) => string;
}

export interface ScenarioText {
  readonly title: string;
  readonly summary: string;
}

export type MessageTexts = {
  readonly [Code in Exclude<keyof MessageFacts, 'headline' | 'result'>]: (
    facts: MessageFacts[Code],
  ) => string;
} & Readonly<Record<PlainMessage, () => string>>;

/**
 * What the page says itself, beside the sentences of the API. English sets the pattern: another language has the same, no less and
 * no more.
 */
export type SendingTexts = typeof ENGLISH_SENDING;
export type ReceivingTexts = typeof ENGLISH_RECEIVING;
export type DocumentTexts = typeof document;
export type ReaderTexts = typeof ENGLISH_READER;

/** What a probe says, in another language than its own. */
export interface ProbeLanguage {
  readonly findings: ProbeFindingTexts;
  readonly phrases: DetailBook & ProbeBook;
}

export type DetailBook = Readonly<Record<keyof typeof DETAILS, string>>;
export type ProbeBook = Readonly<Record<keyof typeof PROBE_PHRASES, string>>;

export type ProbeFindingTexts = {
  readonly [Code in FindingCode]: {
    readonly text: (facts: InWords<FactsOf<Code>>) => string;
    readonly advice: string | null | ((facts: InWords<FactsOf<Code>>) => string | null);
  };
};

/** What a fix guide can be asked for. */
export const FIX_TOPICS = [
  'turn-on-dane',
  'turn-on-tls',
  'turn-on-mta-sts',
  'keep-policies',
  'find-the-fault',
  'require-less',
  'queue',
  'nothing-arrives',
] as const;
export type FixTopic = (typeof FIX_TOPICS)[number];
