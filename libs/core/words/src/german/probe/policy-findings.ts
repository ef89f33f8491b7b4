import type { ProbeFindingTexts } from '../../language.js';

const joined = (names: readonly string[]): string => names.join(', ');

const GUIDE =
  'Der Eintrag muss „v=STSv1; id=…“ lauten, und die Richtlinie muss unter https://mta-sts.DOMAIN/.well-known/mta-sts.txt stehen.';

export const policyFindings = {
  'mta-sts-none': {
    text: ({ domain }) =>
      `${domain} veröffentlicht keine MTA-STS-Richtlinie: Mail von Absendern ohne DANE ist nicht geschützt.`,
    advice: 'MTA-STS schützt Mail von Absendern, die DNSSEC nicht validieren, und verträgt sich mit DANE.',
  },
  'mta-sts-record-invalid': {
    text: ({ name, detail }) =>
      `Der MTA-STS-Eintrag unter ${name} ist ungültig: ${detail}. Absender ignorieren ihn.`,
    advice: GUIDE,
  },
  'mta-sts-lookup-failed': {
    text: ({ name, detail }) => `Der Eintrag unter ${name} ließ sich nicht abfragen: ${detail}.`,
    advice: null,
  },
  'mta-sts-fetch-failed': {
    text: ({ url, detail }) => `Die MTA-STS-Richtlinie ließ sich nicht von ${url} abrufen: ${detail}.`,
    advice:
      'Stellen Sie sie über HTTPS bereit, mit einem Zertifikat einer öffentlichen CA für diesen Namen und ohne Weiterleitung.',
  },
  'mta-sts-policy-invalid': {
    text: ({ detail }) => `Die MTA-STS-Richtlinie ist ungültig: ${detail}. Absender ignorieren sie.`,
    advice:
      'Sie muss die Zeilen version, mode, max_age und, außer im Modus none, für jeden Host eine Zeile mx haben.',
  },
  'mta-sts-content-type': {
    text: ({ contentType }) =>
      `Die MTA-STS-Richtlinie wird als ${contentType} ausgeliefert, soll aber text/plain sein.`,
    advice: null,
  },
  'mta-sts-mx-not-covered': {
    text: ({ hosts, mode }) =>
      `Die MTA-STS-Richtlinie (Modus ${mode}) deckt ${joined(hosts)} nicht ab: Absender, die sie nutzen, stellen dort nicht zu${mode === 'enforce' ? '' : ', sobald sie durchgesetzt wird'}.`,
    advice: 'Fügen Sie für jeden MX-Host eine Zeile „mx: HOST“ hinzu, und ändern Sie die id im Eintrag.',
  },
  'mta-sts-mode': {
    text: ({ mode }) =>
      mode === 'testing'
        ? 'Die MTA-STS-Richtlinie ist im Modus testing: Fehler werden gemeldet, Mail wird trotzdem zugestellt.'
        : `Die MTA-STS-Richtlinie ist im Modus ${mode}: Sie verlangt nichts.`,
    advice: 'Setzen Sie „mode: enforce“, sobald die Berichte keine Fehler mehr zeigen.',
  },
  'mta-sts-max-age': {
    text: ({ days }) =>
      `Absender behalten die MTA-STS-Richtlinie nur ${days} ${days === 1 ? 'Tag' : 'Tage'}: Je kürzer, desto öfter trifft ein Angreifer einen Absender ohne sie.`,
    advice: 'Setzen Sie max_age auf einige Wochen; RFC 8461 erlaubt bis zu einem Jahr.',
  },
  'tlsrpt-none': {
    text: ({ domain }) =>
      `${domain} bittet nicht um TLS-Berichte: Fehler bei DANE und MTA-STS bleiben unbemerkt.`,
    advice:
      'Veröffentlichen Sie einen TXT-Eintrag unter _smtp._tls.DOMAIN: „v=TLSRPTv1; rua=mailto:tls-reports@DOMAIN“.',
  },
  'tlsrpt-at-host': {
    text: ({ host }) =>
      `Unter _smtp._tls.${host}, dem Mailserver, steht ein TLSRPT-Eintrag; Absender suchen ihn aber bei der Domain des Empfängers.`,
    advice:
      'Veröffentlichen Sie ihn unter _smtp._tls.DOMAIN für Ihre Mail-Domain; der beim Server zählt nur für Mail an diesen Namen.',
  },
  'tlsrpt-invalid': {
    text: ({ name, detail }) =>
      `Der TLSRPT-Eintrag unter ${name} ist ungültig: ${detail}. Es werden keine Berichte gesendet.`,
    advice:
      'Er muss „v=TLSRPTv1; rua=mailto:ADDRESS“ oder „…rua=https://…“ lauten, und es darf nur einen geben.',
  },
  'tlsrpt-lookup-failed': {
    text: ({ name, detail }) => `Der Eintrag unter ${name} ließ sich nicht abfragen: ${detail}.`,
    advice: null,
  },
} satisfies Partial<ProbeFindingTexts>;
