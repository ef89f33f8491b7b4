export { ENGLISH } from './english/english.js';
export { DUTCH_RECEIVING } from './dutch/receiving-page.js';
export { DUTCH_SENDING } from './dutch/sending-page.js';
export { GERMAN_RECEIVING } from './german/receiving-page.js';
export { GERMAN_SENDING } from './german/sending-page.js';
export { ENGLISH_RECEIVING } from './english/receiving-page.js';
export { ENGLISH_SENDING } from './english/sending-page.js';
export { FIXES } from './english/fixes/index.js';
export { fixDocuments } from './fix-document.js';
export { helpDocuments } from './help-document.js';
export { FIX_SYSTEMS, fillIn, fixNames, guessSystem } from './fix-guide.js';
export type { FixGuide, FixNames, FixStep, FixSystem } from './fix-guide.js';
export { FIX_TOPICS } from './language.js';
export type {
  FixTopic,
  Language,
  ReaderTexts,
  ScenarioText,
  ReceivingTexts,
  SendingTexts,
} from './language.js';
export { alphabetical } from './alphabetical.js';
export { ADVICE_TOPICS } from './advice-topics.js';
export { FAILING_SENDERS, knownFailures } from './known-failures.js';
export { GROUP_NAMES, LEVEL_NAMES, OUTCOME_WORDS } from './english/names.js';
export { BRIEF_CONCLUSIONS, mismatchCode, PROBE_CONCLUSIONS } from './english/probe.js';
export type { BriefConclusion, ProbeConclusion, ProbeConclusionCode } from './english/probe.js';
export { type ProblemCode, PROBLEM_DETAILS, PROBLEM_TITLES } from './english/problems.js';
export { PROBLEM_BOOKS, problemIn } from './say-problem.js';
export { probeIn } from './say-probe.js';
export { DOCUMENT_TEXTS } from './document-texts.js';
export { GUIDES, LANGUAGES, LANGUAGE_TAGS, PROBE_LANGUAGES, READER_TEXTS, languageTag } from './languages.js';
export type { LanguageTag } from './languages.js';
export { rfcLink } from './rfc-link.js';
export { say, sayAll, sayReported, scenarioText, sayResult, sayStranger } from './say.js';
