import { type JSX, render } from 'preact';

import type { LanguageTag, ReceivingTexts, SendingTexts } from '#words';

import { speak } from './texts.js';

/** By language, a file of which the browser loads one. */
export type Languages = Readonly<
  Record<LanguageTag, () => Promise<{ readonly texts: SendingTexts | ReceivingTexts }>>
>;

/** Shows the application in place of what the server wrote for it, in the language of the document. */
export async function start(app: JSX.Element, languages: Languages): Promise<void> {
  const root = document.getElementById('page');
  if (root === null) throw new Error('the document has no #page');
  const { lang } = document.documentElement;
  const load = isLanguage(lang, languages) ? languages[lang] : languages.en;
  speak((await load()).texts);
  remember(lang);
  root.replaceChildren();
  render(app, root);
}

function isLanguage(lang: string, languages: Languages): lang is keyof Languages {
  return Object.hasOwn(languages, lang);
}

/** A language that was chosen is in the address, once; the cookie says nothing else. */
function remember(lang: string): void {
  const address = new URL(window.location.href);
  if (address.searchParams.get('lang') !== lang) return;
  document.cookie = `language=${lang}; Path=/; Max-Age=31536000; SameSite=Lax`;
  address.searchParams.delete('lang');
  window.history.replaceState(null, '', address);
}
