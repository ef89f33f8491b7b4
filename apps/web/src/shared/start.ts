import { type JSX, render } from 'preact';

import type { ReceivingTexts, SendingTexts } from '#words';

import { speak } from './texts.js';

/** By language, a file of which the browser loads one. */
export type Languages = Readonly<
  Record<'en', () => Promise<{ readonly texts: SendingTexts | ReceivingTexts }>>
>;

/** Shows the application in place of what the server wrote for it, in the language of the document. */
export async function start(app: JSX.Element, languages: Languages): Promise<void> {
  const root = document.getElementById('page');
  if (root === null) throw new Error('the document has no #page');
  const { lang } = document.documentElement;
  const load = isLanguage(lang, languages) ? languages[lang] : languages.en;
  speak((await load()).texts);
  root.replaceChildren();
  render(app, root);
}

function isLanguage(lang: string, languages: Languages): lang is keyof Languages {
  return Object.hasOwn(languages, lang);
}
