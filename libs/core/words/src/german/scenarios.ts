import type { Language } from '../language.js';

export const scenarios: Language['scenarios'] = {
  do: { title: 'Gültiges DANE', summary: 'Die TLSA-Einträge passen zum gezeigten Zertifikat.' },
  dont: { title: 'Kein DANE', summary: 'Der Host bietet TLS an, veröffentlicht aber keine TLSA-Einträge.' },
  wrong: {
    title: 'Fehlerhaftes DANE',
    summary:
      'Die TLSA-Einträge sind wohlgeformt, aber keiner passt zum gezeigten Zertifikat: Genau so sähe ein Angriff aus.',
  },
};
