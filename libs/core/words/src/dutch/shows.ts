import type { ReaderTexts } from '../language.js';

export const shows: ReaderTexts['shows'] = {
  do: 'De server kan niet afleveren bij hosts met geldige DANE, of levert onversleuteld af hoewel DANE TLS eist.',
  dont: 'Beide zijn goed: een server die weigert, eist kennelijk DANE van elke host.',
  wrong:
    'De server dwingt DANE niet af: hij geeft mail aan een host die door TLSA-records wordt uitgesloten.',
};
