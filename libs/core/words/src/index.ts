export { ENGLISH } from './english/english.js';
export { FIXES } from './english/fixes/index.js';
export { fixDocuments } from './fix-document.js';
export { FIX_SYSTEMS, fillIn, guessSystem } from './fix-guide.js';
export type { FixGuide, FixNames, FixStep, FixSystem } from './fix-guide.js';
export { FIX_TOPICS } from './language.js';
export type { AdviceText, FixTopic, Language } from './language.js';
export { say, sayAdvice, sayAll, sayResult, sayStranger } from './say.js';
