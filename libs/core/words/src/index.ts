export { ENGLISH } from './english/english.js';
export { FIXES } from './english/fixes/index.js';
export { fixDocuments } from './fix-document.js';
export { FIX_SYSTEMS, fillIn, guessSystem } from './fix-guide.js';
export type { FixGuide, FixNames, FixStep, FixSystem } from './fix-guide.js';
export { FIX_TOPICS } from './language.js';
export type { FixTopic, Language } from './language.js';
export { ADVICE_TOPICS } from './advice-topics.js';
export { say, sayAll, sayResult, sayStranger } from './say.js';
