import type { ProbeFindingTexts } from '../../language.js';

const joined = (names: readonly string[]): string => names.join(', ');

const DATES = 'DANE-EE negeert de geldigheidsdatums, sommige verzenders niet.';

const PRINTS_RECORD = '`havedane probe --suggest` toont het';

function certificate(address: string, subject: string, depth: number): string {
  return depth === 0
    ? `Het certificaat van ${address}`
    : `“${subject}”, dat ${address} bij zijn certificaat toont,`;
}

export const certificateFindings = {
  'tlsa-mismatch': {
    text: ({ place, reasons, senders }) =>
      [
        senders === null
          ? `Niets van wat ${place.address} toont past bij een TLSA-record: verzenders met DANE leveren niet af.`
          : `Wat ${place.address} toont doorstaat zijn TLSA-records niet, en verzenders verschillen.`,
        ...(senders ?? []),
        ...reasons,
      ].join(' '),
    advice: `Publiceer nu een TLSA-record voor de huidige sleutel; ${PRINTS_RECORD}. Publiceer het de volgende keer minstens twee TTL’s voordat je wisselt.`,
  },
  'second-certificate-unpublished': {
    text: ({ place, kind, senders }) =>
      senders === null
        ? `${place.address} heeft ook een ${kind}-certificaat, en geen TLSA-record past erbij: verzenders die ${kind} verkiezen leveren niet af.`
        : `${place.address} heeft ook een ${kind}-certificaat, dat de TLSA-records niet doorstaat. Krijgt een verzender dat: ${senders.join(' ')}`,
    advice:
      'Publiceer een 3 1 1-record voor elk certificaat, of toon alleen het certificaat waarvoor er een is.',
  },
  'tlsa-unusable': {
    text: ({ name }) =>
      `Geen van de TLSA-records op ${name} is bruikbaar: verzenders eisen TLS, maar verifiëren niemand.`,
    advice: 'Publiceer een 3 1 1-record. SMTP gebruikt de usages 0 en 1 niet.',
  },
  'tlsa-record-unusable': {
    text: ({ record, reason }) => `Het TLSA-record “${record}” is onbruikbaar. ${reason}`,
    advice: 'Verwijder het record, of vervang het door een 3 1 1-record.',
  },
  'tlsa-record-unmatched': {
    text: ({ record, reason }) => `Het TLSA-record “${record}” past bij niets wat wordt getoond. ${reason}`,
    advice: 'Prima als dit je vorige of volgende sleutel is; verwijder het anders.',
  },
  'certificate-expired': {
    text: ({ place, notAfter }) =>
      `Het certificaat van ${place.address} is verlopen op ${notAfter}. ${DATES}`,
    advice: 'Vernieuw het certificaat, met dezelfde sleutel als er een 3 1 1-record is gepubliceerd.',
  },
  'certificate-not-yet-valid': {
    text: ({ place, subject, notBefore, depth }) =>
      `${certificate(place.address, subject, depth)} is pas geldig vanaf ${notBefore}. ${DATES}`,
    advice: 'Controleer de klok van de machine die het uitgaf.',
  },
  'certificate-expires-soon': {
    text: ({ place, subject, notAfter, depth, leftMs }) =>
      leftMs < 0
        ? `${certificate(place.address, subject, depth)} is verlopen op ${notAfter}.`
        : `${certificate(place.address, subject, depth)} verloopt op ${notAfter}.`,
    advice:
      'Vernieuw het. Met dezelfde sleutel blijft een 3 1 1-record kloppen; een nieuwe sleutel heeft eerst zijn record nodig.',
  },
  'name-not-in-certificate': {
    text: ({ place, accepted }) =>
      `Het certificaat van ${place.address} bevat geen van de namen ${joined(accepted)}. DANE-EE eist dat niet, DANE-TA en MTA-STS wel.`,
    advice: null,
  },
  'path-not-judged': {
    text: ({ place, detail }) =>
      `Niet vast te stellen of de certificaten van ${place.address} naar het trust anchor leiden: ${detail}.`,
    advice: 'Installeer het programma openssl waar deze test draait (op Debian: apt-get install openssl).',
  },
  'senders-differ': {
    text: ({ place, reason, senders }) =>
      `Verzenders beoordelen de certificaten van ${place.address} verschillend: ${reason}. ${senders.join(' ')}`,
    advice:
      'Neem een certificaat van een CA waarvan het eigen certificaat geldig is en als CA is gemarkeerd, of publiceer een 3 1 1-record.',
  },
  'weak-key': {
    text: ({ place, key }) =>
      `De sleutel van ${place.address} is zwak (${key}): sommige verzenders weigeren hem.`,
    advice:
      'Maak een nieuwe sleutel, RSA met 2048 bits of ECDSA P-256, en publiceer het record ervan voordat je hem gebruikt.',
  },
  'ocsp-missing': {
    text: ({ place }) => `${place.address} stuurt geen OCSP-antwoord mee (stapling).`,
    advice: 'Zet OCSP-stapling aan; sommige CA’s bieden geen OCSP meer.',
  },
  'ocsp-not-good': {
    text: ({ place, text }) =>
      `Van het OCSP-antwoord dat ${place.address} meestuurt staat niet vast dat het goed is: ${text}`,
    advice: 'Controleer hoe de server het ophaalt; vervang het certificaat als het is ingetrokken.',
  },
  'must-staple-missing': {
    text: ({ place }) =>
      `Het certificaat van ${place.address} eist een meegestuurd OCSP-antwoord (must-staple), maar de server stuurt er geen: clients die daarop letten weigeren het.`,
    advice: 'Zet OCSP-stapling aan, of neem een certificaat zonder must-staple.',
  },
  'breaks-at-renewal': {
    text: ({ record, of, issuer = '', notAfter }) => {
      switch (of) {
        case 'key':
          return `Het TLSA-record “${record}” geldt voor de sleutel. Maakt de vernieuwing vóór ${notAfter} een nieuwe, zoals certbot standaard doet, dan past er niets meer.`;
        case 'certificate':
          return `Het TLSA-record “${record}” geldt voor het hele certificaat. De vernieuwing vóór ${notAfter} maakt een ander, en dan past er niets meer.`;
        case 'intermediate':
          return `Het TLSA-record “${record}” geldt voor het tussencertificaat “${issuer}”. De CA kiest er voor elk certificaat een uit meerdere: brengt de vernieuwing vóór ${notAfter} een ander, dan past het record niet meer.`;
      }
    },
    advice:
      'Publiceer 3 1 1 en houd bij het vernieuwen de sleutel (certbot: `--reuse-key`), of publiceer het record voor de volgende sleutel twee TTL’s voordat je hem gebruikt.',
  },
  'tlsa-record-well-known': {
    text: ({ record, what }) =>
      `Het TLSA-record “${record}” ${what}: het past bij geen enkel huidig certificaat.`,
    advice: `Verwijder het, en publiceer een record voor de gebruikte sleutel; ${PRINTS_RECORD}.`,
  },
  'rollover-not-ready': {
    text: ({ text }) => text,
    advice:
      'Publiceer naast het record voor de huidige sleutel een record voor de volgende (3 1 1 + 3 1 1), of een voor de uitgever (3 1 1 + 2 1 1).',
  },
  'anchor-from-connection': {
    text: () =>
      'De voorgestelde 2 x x-records komen uit deze verbinding: een aanvaller onderweg kan daar een andere CA in hebben gezet.',
    advice: 'Vergelijk ze met het certificaat dat je CA publiceert voordat je ze gebruikt.',
  },
} satisfies Partial<ProbeFindingTexts>;
