import type { ProbeConclusion, ProbeConclusionCode } from '../english/probe.js';

export const PROBE_CONCLUSIONS: Readonly<Record<ProbeConclusionCode, (domain: string) => ProbeConclusion>> = {
  verified: (domain) => ({
    title: 'Empfängt sicher: DANE ist vorhanden und passt',
    explanation: `Jeder Mailserver von ${domain} zeigt ein Zertifikat, das zu seinen mit DNSSEC signierten TLSA-Einträgen passt. Absender mit DANE stellen an keinen anderen Server zu.`,
  }),
  'verified-with-warnings': (domain) => ({
    title: 'DANE funktioniert, mit Warnungen',
    explanation: `Die Zertifikate der Mailserver von ${domain} passen zu ihren TLSA-Einträgen. Was wir sonst gefunden haben, steht unten.`,
  }),
  mismatch: (domain) => ({
    title: 'DANE scheitert: Absender mit DANE stellen nicht zu',
    explanation: `Ein Mailserver von ${domain} zeigt ein Zertifikat, das seine TLSA-Einträge ausschließen. Exchange Online, Postfix mit DANE und andere stellen solche Mail zurück und schicken sie schließlich als unzustellbar zurück.`,
  }),
  'mismatch-for-some': (domain) => ({
    title: 'DANE scheitert: Manche Absender mit DANE stellen nicht zu',
    explanation: `Ein Mailserver von ${domain} zeigt ein Zertifikat, das nicht zu seinen TLSA-Einträgen passt. Was jeder Absender daraus macht, steht beim Server.`,
  }),
  unusable: () => ({
    title: 'Es gibt TLSA-Einträge, aber keiner ist brauchbar',
    explanation: 'Absender verlangen dann TLS, können den Server aber nicht prüfen (RFC 7672 §2.2).',
  }),
  none: (domain) => ({
    title: 'Kein DANE: Absender können den Server nicht prüfen',
    explanation: `Die Mailserver von ${domain} veröffentlichen keine TLSA-Einträge. Mail wird verschlüsselt, wenn beide Seiten es können, gegenüber jedem Server, der antwortet.`,
  }),
  insecure: (domain) => ({
    title: 'Kein DANE: DNS ist nicht signiert',
    explanation: `Das DNS von ${domain} oder seiner Mailserver ist nicht mit DNSSEC signiert. Wer eine DNS-Antwort fälschen kann, kann die Mail umleiten.`,
  }),
  bogus: (domain) => ({
    title: 'DNS-Abfragen scheitern: Absender, die DNSSEC validieren, stellen nicht zu',
    explanation: `DNS-Antworten für die Mailserver von ${domain} lassen sich nicht validieren oder bleiben aus. Absender mit DANE behalten ihre Mail so lange.`,
  }),
  'no-starttls': (domain) => ({
    title: 'Kein TLS: Mail kommt unverschlüsselt an',
    explanation: `Ein Mailserver von ${domain} bietet kein STARTTLS an. Absender, die TLS verlangen, stellen nicht zu; die anderen senden unverschlüsselt.`,
  }),
  'not-looked-at': (domain) => ({
    title: 'Nur ein Teil wurde getestet',
    explanation: `Eine Prüfung baut nur eine begrenzte Zahl von Verbindungen auf. Einige Mailserver von ${domain}, unten genannt, wurden nur teilweise oder gar nicht getestet.`,
  }),
  unreachable: (domain) => ({
    title: 'Kein Mailserver war erreichbar',
    explanation: `Was das DNS sagt, steht unten. Absender anderswo erreichen ${domain} vielleicht: Viele Netze sperren ausgehende Verbindungen zu Port 25.`,
  }),
  'not-validated': (domain) => ({
    title: 'DANE nicht testbar: Der Resolver dieses Dienstes validiert DNSSEC nicht',
    explanation: `Ob ${domain} signiert ist, können wir deshalb nicht sagen. Das muss der Betreiber dieser Seite beheben; an ${domain} liegt es nicht.`,
  }),
  'no-such-domain': (domain) => ({
    title: 'Diese Domain gibt es nicht',
    explanation: `Das DNS kennt keine Domain ${domain}; niemand kann Mail dorthin senden. Prüfen Sie die Schreibweise.`,
  }),
  waiting: () => ({
    title: 'Wartet, bis sie an der Reihe ist',
    explanation: 'Andere Prüfungen laufen zuerst. Diese beginnt von allein.',
  }),
  running: (domain) => ({
    title: `${domain} wird geprüft`,
    explanation:
      'Wir fragen die Mailserver ab und verbinden uns mit Port 25, wie es ein Absender täte. Es wird keine Mail gesendet. Das dauert Sekunden.',
  }),
  failed: () => ({
    title: 'Die Prüfung wurde nicht fertig',
    explanation: 'Der Grund ist nicht bekannt. Über die Domain sagt das nichts.',
  }),
};
