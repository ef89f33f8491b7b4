import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

import { type Plugin, runnerImport } from 'vite';

import type { DOCUMENT_TEXTS } from '#words';

type Texts = typeof DOCUMENT_TEXTS;

const fromHere = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The link of the header that is the document itself; the API marks those of the documents that it fills in. */
const HREFS: Readonly<Record<string, string>> = { 'index.html': '/', 'probe.html': '/probe' };

/**
 * What surrounds every document, the header and the footer; and a copy of each document for each language, `index.de.html`, so that
 * the first paint needs no script. `{{name}}` stands for a text of the language.
 */
export function pageDocuments(): Plugin {
  const part = (name: string): string => readFileSync(fromHere(name), 'utf8');
  let texts: Texts;
  return {
    name: 'page-documents',
    enforce: 'post',
    async buildStart() {
      texts = await documentTexts();
    },
    transformIndexHtml: {
      order: 'pre',
      handler: async (document, { filename, server }) => {
        const here = HREFS[basename(filename)];
        const header = part('header.html');
        const framed = document
          .replace(
            '<!--header-->',
            here === undefined
              ? header
              : header.replace(`link" href="${here}"`, `link" href="${here}" aria-current="page"`),
          )
          .replace('<!--footer-->', part('footer.html'))
          .replace('<!--languages-->', part('languages.html'));
        return server === undefined ? framed : filled(framed, 'en', await documentTexts());
      },
    },
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type !== 'asset' || !file.fileName.endsWith('.html')) continue;
        const source = String(file.source);
        file.source = filled(source, 'en', texts);
        for (const tag of Object.keys(texts)) {
          const fileName = file.fileName.replace('.html', `.${tag}.html`);
          this.emitFile({ type: 'asset', fileName, source: filled(source, tag as keyof Texts, texts) });
        }
      }
    },
  };
}

/** The configuration runs before anything is built: it reads the texts as source, through Vite. */
async function documentTexts(): Promise<Texts> {
  const file = fromHere('../../libs/core/words/src/document-texts.ts');
  const { module } = await runnerImport<{ DOCUMENT_TEXTS: Texts }>(file);
  return module.DOCUMENT_TEXTS;
}

function filled(document: string, tag: keyof Texts, texts: Texts): string {
  return document
    .replace('<html lang="en">', `<html lang="${tag}">`)
    .replace(`href="?lang=${tag}"`, `href="?lang=${tag}" aria-current="true"`)
    .replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => {
      const text = new Map(Object.entries(texts[tag])).get(name);
      if (text === undefined) throw new Error(`no text ${name} in ${tag}`);
      return text;
    });
}
