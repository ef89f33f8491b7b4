import type { FactsOf } from '#probe';

import type { ProbeFindingTexts } from '../../language.js';

const joined = (names: readonly string[]): string => names.join(', ');

const CERTIFICATE_FAULTS: Readonly<Record<FactsOf<'mta-sts-mx-certificate'>['fault'], string>> = {
  expired: 'ist abgelaufen',
  'not-yet-valid': 'ist noch nicht gültig',
  'self-signed': 'ist selbst signiert',
  'unknown-issuer':
    'führt zu keiner öffentlichen CA, die hier bekannt ist, oder seine Zwischenzertifikate werden nicht mitgesendet',
  'wrong-name': 'trägt diesen Namen nicht als DNS-Namen',
  invalid: 'ist nicht gültig',
};

const effect = (mode: string): string =>
  mode === 'enforce'
    ? 'stellen dort nicht zu'
    : 'stellen dort nicht zu, sobald die Richtlinie durchgesetzt wird';

const daysOf = (days: number): string => {
  if (days < 1) return 'einen Teil eines Tages';
  return days === 1 ? '1 Tag' : `${days} Tage`;
};

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
      `Die MTA-STS-Richtlinie wird als ${contentType} ausgeliefert, nicht als text/plain: Absender, die den Typ prüfen, wie sie sollen, ignorieren sie.`,
    advice: 'Lassen Sie den Webserver dafür „Content-Type: text/plain“ senden.',
  },
  'mta-sts-mx-not-covered': {
    text: ({ hosts, mode }) =>
      `Die MTA-STS-Richtlinie (Modus ${mode}) deckt ${joined(hosts)} nicht ab: Absender, die sie nutzen, stellen dort nicht zu${mode === 'enforce' ? '' : ', sobald sie durchgesetzt wird'}.`,
    advice: 'Fügen Sie für jeden MX-Host eine Zeile „mx: HOST“ hinzu, und ändern Sie die id im Eintrag.',
  },
  'mta-sts-mx-no-starttls': {
    text: ({ host, mode }) =>
      `Die MTA-STS-Richtlinie (Modus ${mode}) deckt ${host} ab, der kein STARTTLS anbietet: Absender, die MTA-STS nutzen, ${effect(mode)}.`,
    advice: 'Schalten Sie STARTTLS an jeder Adresse des Hosts ein.',
  },
  'mta-sts-mx-certificate': {
    text: ({ host, mode, fault, error }) =>
      `Das Zertifikat von ${host} ${CERTIFICATE_FAULTS[fault]}${fault === 'invalid' && error !== null ? ` (${error})` : ''}: Absender, die MTA-STS ohne DANE nutzen, ${effect(mode)}.`,
    advice:
      'Zeigen Sie ein Zertifikat einer öffentlichen CA mit dem Namen des MX-Hosts, und senden Sie dessen Zwischenzertifikate mit.',
  },
  'mta-sts-mx-unused': {
    text: ({ patterns }) =>
      `Die MTA-STS-Richtlinie erlaubt ${joined(patterns)}; kein MX-Eintrag nennt einen solchen Host.`,
    advice: 'Entfernen Sie die Zeile, wenn es den Host nicht mehr gibt, und ändern Sie die id im Eintrag.',
  },
  'mta-sts-key-repeated': {
    text: ({ keys }) =>
      `In der MTA-STS-Richtlinie steht ${joined(keys)} mehr als einmal: Nur das erste Mal zählt.`,
    advice: 'Behalten Sie die Zeile, die Sie meinen, und ändern Sie die id im Eintrag.',
  },
  'mta-sts-record-key-repeated': {
    text: ({ name, keys }) =>
      `Im MTA-STS-Eintrag unter ${name} steht ${joined(keys)} mehr als einmal: Nur das erste Mal zählt.`,
    advice: 'Behalten Sie die Angabe, die Sie meinen.',
  },
  'mta-sts-blank-lines': {
    text: ({ lines }) =>
      `Die MTA-STS-Richtlinie hat leere Zeilen (${joined(lines.map(String))}), die ihre Syntax nicht erlaubt: Ein strenger Absender ignoriert die ganze Richtlinie.`,
    advice: 'Entfernen Sie sie, und ändern Sie die id im Eintrag.',
  },
  'mta-sts-key-unknown': {
    text: ({ keys }) =>
      `Die MTA-STS-Richtlinie hat Schlüssel, die RFC 8461 nicht kennt (${joined(keys)}): Absender ignorieren sie.`,
    advice: 'Prüfen Sie die Schreibweise: Die Schlüssel heißen version, mode, mx und max_age.',
  },
  'mta-sts-record-missing': {
    text: ({ name, url }) =>
      `Unter ${url} steht eine Richtlinie, aber unter ${name} kein MTA-STS-Eintrag: Absender suchen nie nach der Richtlinie.`,
    advice: GUIDE,
  },
  'mta-sts-web-certificate-expires-soon': {
    text: ({ host, expiresAt }) =>
      `Das Zertifikat des Webservers für ${host} läuft am ${new Date(expiresAt).toISOString().slice(0, 10)} ab: Danach können Absender die MTA-STS-Richtlinie nicht mehr abrufen.`,
    advice: 'Erneuern Sie es, und prüfen Sie, ob das automatisch geschieht.',
  },
  'mta-sts-id-unchanged': {
    text: ({ id, seenAt, days }) =>
      `Die MTA-STS-Richtlinie hat sich seit ${seenAt} geändert, die id im Eintrag ist aber noch ${id}: Absender, die die alte Richtlinie haben, behalten sie noch bis zu ${daysOf(days)}.`,
    advice: 'Ändern Sie die id im Eintrag bei jeder Änderung der Richtlinie.',
  },
  'mta-sts-id-changed': {
    text: ({ id, seenAt }) =>
      `Die id im MTA-STS-Eintrag ist eine andere als am ${seenAt} (jetzt ${id}), die Richtlinie aber dieselbe: Absender rufen sie umsonst neu ab.`,
    advice: 'Ändern Sie die id nur, wenn Sie die Richtlinie ändern.',
  },
  'mta-sts-removed': {
    text: ({ name, seenAt, days }) =>
      `Unter ${name} steht kein MTA-STS-Eintrag mehr: Absender mit der Richtlinie vom ${seenAt} wenden sie von da an noch bis zu ${daysOf(days)} an.`,
    advice:
      'Veröffentlichen Sie den Eintrag wieder, mit einer neuen id, und eine Richtlinie mit „mode: none“ und kurzem max_age, bis die alte abgelaufen ist; entfernen Sie dann beides.',
  },
  'mta-sts-testing-unreported': {
    text: ({ domain }) =>
      `Die MTA-STS-Richtlinie ist im Modus testing, aber ${domain} bittet nicht um TLS-Berichte: Niemand meldet Ihnen, was scheitert.`,
    advice:
      'Veröffentlichen Sie einen TXT-Eintrag unter _smtp._tls.DOMAIN: „v=TLSRPTv1; rua=mailto:tls-reports@DOMAIN“.',
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
      `Absender behalten die MTA-STS-Richtlinie nur ${daysOf(days)}: Je kürzer, desto öfter trifft ein Angreifer einen Absender ohne sie.`,
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
