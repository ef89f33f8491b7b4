import type { FactsOf } from '#probe';

import type { ProbeFindingTexts } from '../../language.js';

const joined = (names: readonly string[]): string => names.join(', ');

const CERTIFICATE_FAULTS: Readonly<Record<FactsOf<'mta-sts-mx-certificate'>['fault'], string>> = {
  expired: 'is verlopen',
  'not-yet-valid': 'is nog niet geldig',
  'self-signed': 'is zelfondertekend',
  'unknown-issuer':
    'leidt naar geen publieke CA die hier bekend is, of de tussenliggende certificaten worden niet meegestuurd',
  'wrong-name': 'bevat die naam niet als DNS-naam',
  invalid: 'is niet geldig',
};

const effect = (mode: string): string =>
  mode === 'enforce' ? 'leveren daar niet af' : 'leveren daar niet af zodra het beleid wordt afgedwongen';

const daysOf = (days: number): string => {
  if (days < 1) return 'een deel van een dag';
  return days === 1 ? '1 dag' : `${days} dagen`;
};

const GUIDE =
  'Het record moet “v=STSv1; id=…” zijn, en het beleid moet op https://mta-sts.DOMAIN/.well-known/mta-sts.txt staan.';

export const policyFindings = {
  'mta-sts-none': {
    text: ({ domain }) =>
      `${domain} publiceert geen MTA-STS-beleid: mail van verzenders zonder DANE is niet beschermd.`,
    advice: 'MTA-STS beschermt mail van verzenders die DNSSEC niet valideren, en gaat samen met DANE.',
  },
  'mta-sts-record-invalid': {
    text: ({ name, detail }) =>
      `Het MTA-STS-record op ${name} is ongeldig: ${detail}. Verzenders negeren het.`,
    advice: GUIDE,
  },
  'mta-sts-lookup-failed': {
    text: ({ name, detail }) => `Het record op ${name} was niet op te vragen: ${detail}.`,
    advice: null,
  },
  'mta-sts-fetch-failed': {
    text: ({ url, detail }) => `Het MTA-STS-beleid was niet op te halen van ${url}: ${detail}.`,
    advice:
      'Bied het aan via HTTPS, met een certificaat van een publieke CA voor die naam en zonder doorverwijzing.',
  },
  'mta-sts-policy-invalid': {
    text: ({ detail }) => `Het MTA-STS-beleid is ongeldig: ${detail}. Verzenders negeren het.`,
    advice:
      'Het moet de regels version, mode, max_age en, behalve in modus none, voor elke host een regel mx hebben.',
  },
  'mta-sts-content-type': {
    text: ({ contentType }) =>
      `Het MTA-STS-beleid wordt aangeboden als ${contentType}, niet als text/plain: verzenders die het type controleren, zoals het hoort, negeren het.`,
    advice: 'Laat de webserver er “Content-Type: text/plain” voor sturen.',
  },
  'mta-sts-mx-not-covered': {
    text: ({ hosts, mode }) =>
      `Het MTA-STS-beleid (modus ${mode}) dekt ${joined(hosts)} niet: verzenders die het gebruiken leveren daar niet af${mode === 'enforce' ? '' : ' zodra het wordt afgedwongen'}.`,
    advice: 'Voeg voor elke MX-host een regel “mx: HOST” toe, en wijzig de id in het record.',
  },
  'mta-sts-mx-no-starttls': {
    text: ({ host, mode }) =>
      `Het MTA-STS-beleid (modus ${mode}) dekt ${host}, die geen STARTTLS aanbiedt: verzenders die MTA-STS gebruiken ${effect(mode)}.`,
    advice: 'Zet STARTTLS aan op elk adres van de host.',
  },
  'mta-sts-mx-certificate': {
    text: ({ host, mode, fault, error }) =>
      `Het certificaat van ${host} ${CERTIFICATE_FAULTS[fault]}${fault === 'invalid' && error !== null ? ` (${error})` : ''}: verzenders die MTA-STS zonder DANE gebruiken ${effect(mode)}.`,
    advice:
      'Toon een certificaat van een publieke CA met de naam van de MX-host, en stuur de tussenliggende certificaten mee.',
  },
  'mta-sts-mx-unused': {
    text: ({ patterns }) =>
      `Het MTA-STS-beleid staat ${joined(patterns)} toe; geen MX-record noemt zo’n host.`,
    advice: 'Verwijder de regel als de host niet meer bestaat, en wijzig de id in het record.',
  },
  'mta-sts-key-repeated': {
    text: ({ keys }) =>
      `In het MTA-STS-beleid staat ${joined(keys)} meer dan eens: alleen de eerste keer telt.`,
    advice: 'Behoud de regel die je bedoelt, en wijzig de id in het record.',
  },
  'mta-sts-record-key-repeated': {
    text: ({ name, keys }) =>
      `In het MTA-STS-record op ${name} staat ${joined(keys)} meer dan eens: alleen de eerste keer telt.`,
    advice: 'Behoud de waarde die je bedoelt.',
  },
  'mta-sts-blank-lines': {
    text: ({ lines }) =>
      `Het MTA-STS-beleid heeft lege regels (${joined(lines.map(String))}), die de syntaxis niet toestaat: een strenge verzender negeert het hele beleid.`,
    advice: 'Verwijder ze, en wijzig de id in het record.',
  },
  'mta-sts-key-unknown': {
    text: ({ keys }) =>
      `Het MTA-STS-beleid heeft sleutels die RFC 8461 niet kent (${joined(keys)}): verzenders negeren ze.`,
    advice: 'Controleer de spelling: de sleutels zijn version, mode, mx en max_age.',
  },
  'mta-sts-record-missing': {
    text: ({ name, url }) =>
      `Op ${url} staat een beleid, maar op ${name} geen MTA-STS-record: verzenders zoeken het beleid nooit op.`,
    advice: GUIDE,
  },
  'mta-sts-web-certificate-expires-soon': {
    text: ({ host, expiresAt }) =>
      `Het certificaat van de webserver voor ${host} verloopt op ${new Date(expiresAt).toISOString().slice(0, 10)}: daarna kunnen verzenders het MTA-STS-beleid niet meer ophalen.`,
    advice: 'Vernieuw het, en controleer of dat automatisch gebeurt.',
  },
  'mta-sts-id-unchanged': {
    text: ({ id, seenAt, days }) =>
      `Het MTA-STS-beleid is sinds ${seenAt} gewijzigd, maar de id in het record is nog ${id}: verzenders die het oude beleid hebben, houden het nog tot ${daysOf(days)}.`,
    advice: 'Wijzig de id in het record bij elke wijziging van het beleid.',
  },
  'mta-sts-id-changed': {
    text: ({ id, seenAt }) =>
      `De id in het MTA-STS-record is een andere dan op ${seenAt} (nu ${id}), maar het beleid is hetzelfde: verzenders halen het voor niets opnieuw op.`,
    advice: 'Wijzig de id alleen wanneer je het beleid wijzigt.',
  },
  'mta-sts-removed': {
    text: ({ name, seenAt, days }) =>
      `Op ${name} staat geen MTA-STS-record meer: verzenders met het beleid van ${seenAt} passen het vanaf dan nog tot ${daysOf(days)} toe.`,
    advice:
      'Publiceer het record opnieuw, met een nieuwe id, en een beleid met “mode: none” en een korte max_age, tot het oude is verlopen; verwijder dan beide.',
  },
  'mta-sts-testing-unreported': {
    text: ({ domain }) =>
      `Het MTA-STS-beleid staat in modus testing, maar ${domain} vraagt niet om TLS-rapporten: niemand meldt je wat mislukt.`,
    advice: 'Publiceer een TXT-record op _smtp._tls.DOMAIN: “v=TLSRPTv1; rua=mailto:tls-reports@DOMAIN”.',
  },
  'mta-sts-mode': {
    text: ({ mode }) =>
      mode === 'testing'
        ? 'Het MTA-STS-beleid staat in modus testing: fouten worden gemeld, maar mail wordt toch afgeleverd.'
        : `Het MTA-STS-beleid staat in modus ${mode}: het eist niets.`,
    advice: 'Zet “mode: enforce” zodra de rapporten geen fouten meer tonen.',
  },
  'mta-sts-max-age': {
    text: ({ days }) =>
      `Verzenders bewaren het MTA-STS-beleid maar ${daysOf(days)}: hoe korter, hoe vaker een aanvaller een verzender zonder beleid treft.`,
    advice: 'Zet max_age op een paar weken; RFC 8461 staat tot een jaar toe.',
  },
  'tlsrpt-none': {
    text: ({ domain }) =>
      `${domain} vraagt niet om TLS-rapporten: fouten met DANE en MTA-STS blijven onopgemerkt.`,
    advice: 'Publiceer een TXT-record op _smtp._tls.DOMAIN: “v=TLSRPTv1; rua=mailto:tls-reports@DOMAIN”.',
  },
  'tlsrpt-at-host': {
    text: ({ host }) =>
      `Op _smtp._tls.${host}, de mailserver, staat een TLSRPT-record; verzenders zoeken het bij het domein van de ontvanger.`,
    advice:
      'Publiceer het op _smtp._tls.DOMAIN voor je maildomein; dat bij de server telt alleen voor mail naar die naam.',
  },
  'tlsrpt-invalid': {
    text: ({ name, detail }) =>
      `Het TLSRPT-record op ${name} is ongeldig: ${detail}. Er worden geen rapporten verstuurd.`,
    advice: 'Het moet “v=TLSRPTv1; rua=mailto:ADDRESS” of “…rua=https://…” zijn, en er mag er maar één zijn.',
  },
  'tlsrpt-lookup-failed': {
    text: ({ name, detail }) => `Het record op ${name} was niet op te vragen: ${detail}.`,
    advice: null,
  },
} satisfies Partial<ProbeFindingTexts>;
