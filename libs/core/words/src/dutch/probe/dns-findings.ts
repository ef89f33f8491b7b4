import type { FactsOf } from '#probe';
import type { InWords } from '#text';

import type { ProbeFindingTexts } from '../../language.js';

const joined = (names: readonly string[]): string => names.join(', ');

const PRINTS_RECORD = '`havedane probe --suggest` toont het';

const FIX_SIGNATURES =
  'Onderteken de zone met DNSSEC en laat het DS-record in de bovenliggende zone publiceren.';

/** RFC 7672 §2.2.1 leaves open whether DANE is used with unsigned MX records. */
function lostTlsa(what: string, { name, detail, isMxSecure }: InWords<FactsOf<'tlsa-bogus'>>): string {
  const who = isMxSecure ? '' : ' ook bij niet-ondertekende MX-records gebruiken, zoals Postfix,';
  return `De TLSA-records van ${name} ${what} (${detail}): verzenders die DANE${who === '' ? ' gebruiken' : who} leveren niet af.`;
}

export const dnsFindings = {
  'lookup-bogus': {
    text: ({ name, type, detail }) =>
      `De ${type}-records van ${name} doorstaan de DNSSEC-validatie niet (${detail}): verzenders die valideren leveren niet af.`,
    advice:
      'Herstel de handtekeningen van de zone of het DS-record in de bovenliggende zone; delv en dnsviz.net laten zien waar de keten breekt.',
  },
  'lookup-failed': {
    text: ({ name, type, detail }) => `De ${type}-records van ${name} waren niet op te vragen: ${detail}.`,
    advice: 'Controleer of alle nameservers van de zone antwoorden en of de resolver werkt.',
  },
  'addresses-half-failed': {
    text: ({ name, type, detail }) =>
      `De ${type}-records van ${name} waren niet op te vragen (${detail}); adressen van de andere soort zijn er wel.`,
    advice: 'Controleer of alle nameservers van de zone zowel A als AAAA beantwoorden.',
  },
  'no-such-domain': {
    text: ({ name }) => `Het domein ${name} bestaat niet.`,
    advice: 'Controleer de spelling.',
  },
  'null-mx': {
    text: ({ domain }) => `${domain} heeft een null-MX-record en neemt geen mail aan.`,
    advice: null,
  },
  'null-mx-beside-others': {
    text: ({ domain }) =>
      `${domain} heeft naast zijn mailservers een null-MX-record (“.”): sommige verzenders leveren af, andere bouncen.`,
    advice: 'Verwijder het record “MX 0 .”, of alle andere als het domein geen mail hoort te ontvangen.',
  },
  'null-mx-preference': {
    text: ({ domain, preferences }) =>
      `Het null-MX-record van ${domain} heeft voorkeur ${preferences.join(', ')}: alleen “MX 0 .” is er een, en sommige verzenders zien dit voor een host aan.`,
    advice: 'Publiceer alleen “MX 0 .”.',
  },
  'no-mx': {
    text: ({ domain }) => `${domain} heeft geen MX-records: mail gaat naar de host met die naam.`,
    advice: null,
  },
  'mx-insecure': {
    text: ({ domain }) =>
      `De MX-records van ${domain} zijn niet ondertekend: een aanvaller kan andere mailservers noemen, en verzenders hoeven DANE niet te gebruiken.`,
    advice: FIX_SIGNATURES,
  },
  'mx-is-address': {
    text: ({ exchange }) => `Een MX-record noemt het adres ${exchange} waar een hostnaam hoort te staan.`,
    advice: 'Geef de host een naam met een adresrecord en noem die.',
  },
  'mx-is-alias': {
    text: ({ host, canonicalName }) =>
      `${host} is een alias van ${canonicalName}; een MX-record hoort geen alias te noemen.`,
    advice: 'Noem in het MX-record de host zelf.',
  },
  'no-srv': { text: ({ name }) => `Op ${name} staan geen SRV-records.`, advice: null },
  'srv-insecure': {
    text: ({ name }) =>
      `De SRV-records van ${name} zijn niet ondertekend: DANE geldt niet voor de hosts die ze noemen.`,
    advice: FIX_SIGNATURES,
  },
  'srv-not-offered': { text: ({ name }) => `Volgens ${name} wordt de dienst niet aangeboden.`, advice: null },
  'no-addresses': {
    text: ({ host, families }) => `${host} heeft geen ${families.join('- of ')}-adres.`,
    advice: 'Publiceer een adresrecord, of haal de host uit DNS.',
  },
  'address-literal': {
    text: ({ host }) => `${host} is een adres: DANE heeft een hostnaam nodig.`,
    advice: 'Test de server onder zijn naam.',
  },
  'addresses-insecure': {
    text: ({ host }) =>
      `De adressen van ${host} zijn niet ondertekend: DANE geldt niet, verzenders gebruiken TLS zonder de server te verifiëren.`,
    advice: 'Onderteken de zone van de host met DNSSEC en publiceer daarna TLSA-records.',
  },
  'tlsa-insecure': {
    text: ({ name }) => `De TLSA-records op ${name} zijn niet ondertekend: verzenders negeren ze.`,
    advice: FIX_SIGNATURES,
  },
  'tlsa-none': {
    text: ({ name }) =>
      `Op ${name} staan geen TLSA-records: verzenders gebruiken TLS zonder de server te verifiëren.`,
    advice: `Publiceer een 3 1 1-record voor de sleutel van het servercertificaat; ${PRINTS_RECORD}.`,
  },
  'tlsa-bogus': {
    text: (lookup) => lostTlsa('doorstaan de DNSSEC-validatie niet', lookup),
    advice:
      'Herstel de handtekeningen van de zone. Als er geen TLSA-records zijn, moet ook hun afwezigheid ondertekend zijn.',
  },
  'tlsa-failed': {
    text: (lookup) => lostTlsa('waren niet op te vragen', lookup),
    advice:
      'Sommige nameservers beantwoorden TLSA-vragen helemaal niet: vraag het elke nameserver apart (`--all-nameservers`).',
  },
  'name-servers-disagree': {
    text: ({ name, servers }) =>
      `Niet alle nameservers hebben de TLSA-records van ${name} die de resolver kreeg: ${joined(servers)}.`,
    advice:
      'Controleer of de zone naar allemaal wordt overgezet; tot dan bepaalt het toeval wat een verzender ziet.',
  },
  'name-server-failed': {
    text: ({ name, servers }) => `Niet alle nameservers antwoordden voor ${name}: ${joined(servers)}.`,
    advice: 'Controleer of deze nameservers draaien en of geen firewall UDP- of TCP-poort 53 blokkeert.',
  },
} satisfies Partial<ProbeFindingTexts>;
