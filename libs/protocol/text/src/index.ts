export { CollectedBytes } from './collected-bytes.js';
export { because, detail, DETAILS, type Why, whyOf } from './details.js';
export { domainName, firstLabel, hostOfUrl, MAX_DOMAIN_NAME, withoutRootDot } from './domain-name.js';
export { errnoCode, errnoText, fileErrorSentence, fileFault } from './errno.js';
export { beyondJsonBounds, type JsonBounds } from './json-bounds.js';
export {
  harmless,
  harmlessJsonLine,
  harmlessValues,
  isHarmless,
  printableJson,
  type HarmlessOptions,
} from './harmless.js';
export {
  type Fact,
  type FactsIn,
  inWords,
  type InWords,
  isPhrase,
  type Phrase,
  phrasesOf,
  type Templates,
  valueInWords,
} from './phrase.js';
