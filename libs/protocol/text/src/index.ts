export { CollectedBytes } from './collected-bytes.js';
export { domainName, MAX_DOMAIN_NAME, withoutRootDot } from './domain-name.js';
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
