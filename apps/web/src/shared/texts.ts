import type { ReceivingTexts, SendingTexts } from '#words';

/**
 * The texts of the page in the language of the document: set before anything is rendered, and never changed after. Each document
 * has its own half, with what both share.
 */
export let t: SendingTexts & ReceivingTexts;

export function speak(texts: SendingTexts | ReceivingTexts): void {
  t = texts as typeof t;
}
