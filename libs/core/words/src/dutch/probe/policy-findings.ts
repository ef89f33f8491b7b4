import type { ProbeFindingTexts } from '../../language.js';

const joined = (names: readonly string[]): string => names.join(', ');

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
      `Het MTA-STS-beleid wordt aangeboden als ${contentType}, maar hoort text/plain te zijn.`,
    advice: null,
  },
  'mta-sts-mx-not-covered': {
    text: ({ hosts, mode }) =>
      `Het MTA-STS-beleid (modus ${mode}) dekt ${joined(hosts)} niet: verzenders die het gebruiken leveren daar niet af${mode === 'enforce' ? '' : ' zodra het wordt afgedwongen'}.`,
    advice: 'Voeg voor elke MX-host een regel “mx: HOST” toe, en wijzig de id in het record.',
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
      `Verzenders bewaren het MTA-STS-beleid maar ${days} ${days === 1 ? 'dag' : 'dagen'}: hoe korter, hoe vaker een aanvaller een verzender zonder beleid treft.`,
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
