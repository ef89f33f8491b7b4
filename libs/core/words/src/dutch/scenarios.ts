import type { Language } from '../language.js';

export const scenarios: Language['scenarios'] = {
  do: { title: 'Geldige DANE', summary: 'De TLSA-records passen bij het getoonde certificaat.' },
  dont: { title: 'Geen DANE', summary: 'De host biedt TLS aan, maar publiceert geen TLSA-records.' },
  wrong: {
    title: 'Ongeldige DANE',
    summary:
      'De TLSA-records zijn goed opgebouwd, maar geen ervan past bij het getoonde certificaat: precies zo ziet een aanval eruit.',
  },
};
