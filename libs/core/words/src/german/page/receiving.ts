import type { ReceivingTexts } from '../../language.js';
import { plural } from './shared.js';

export const receiving: ReceivingTexts['receiving'] = {
  title: 'Empfängt Ihr Mailserver sicher?',
  lead: 'Geben Sie eine Mail-Domain ein. Wir fragen ihre Mailserver ab und verbinden uns mit Port 25, wie es ein Absender täte: DNSSEC, TLSA-Einträge, Zertifikate und Policies. Es wird keine Mail gesendet.',
  loading: 'Die Prüfung wird geholt …',
  whatWeCheck: 'Was wir prüfen',
  aboutChecks:
    'Für jeden Mailserver: ob seine Namen mit DNSSEC signiert sind; ob jeder TLSA-Eintrag zu dem passt, was der Server zeigt, und wenn nicht, warum (RFC 7671, RFC 7672); je ein RSA- und ein ECDSA-Handshake an jeder Adresse, weil ein Server ein zweites Zertifikat ohne Eintrag haben kann; ob sich der Schlüssel ohne Lücke wechseln lässt; MTA-STS und TLS-Berichte. Das Ergebnis kann jeder mit dem Link sehen.',
  form: { field: 'Mail-Domain', hint: 'Der Teil nach dem @.', button: 'Prüfen' },
  connection: {
    meanwhile: 'Die Prüfung läuft weiter.',
    expired: 'Diese Prüfung wurde vom Server gelöscht.',
  },
  startNewProbe: 'Neue Prüfung starten',
  problems: {
    unknown: {
      title: 'Diese Prüfung gibt es nicht',
      text: 'Ihr Ergebnis wurde gelöscht, um Platz für neuere zu machen, oder der Link ist unvollständig.',
    },
    tooManyRequests: {
      title: 'Zu viele Anfragen',
      text: 'Aus Ihrem Netz kamen in kurzer Zeit viele Anfragen. Warten Sie eine Minute und versuchen Sie es dann noch einmal.',
    },
    tooManyProbes: (retry) => `Aus Ihrem Netz wurden in kurzer Zeit viele Prüfungen gestartet. ${retry}`,
    inAMinute: 'Versuchen Sie es in einer Minute noch einmal.',
    cannotBeReached: 'Der Server ist gerade nicht erreichbar. Versuchen Sie es gleich noch einmal.',
  },
  tab: {
    probing: (domain) => `${domain} wird geprüft`,
    failed: (domain) => `${domain} konnte nicht geprüft werden`,
  },
  about: {
    title: 'Ergebnis behalten oder teilen',
    probedOn: (time) => `Geprüft am ${time}.`,
    keeping:
      'Jeder mit dem Link kann es sehen; alte Ergebnisse werden gelöscht, wenn viele neue gekommen sind.',
    again: 'Erneut prüfen',
    isFresh: 'Dieses Ergebnis ist keine Minute alt. Versuchen Sie es in einer Minute noch einmal.',
  },
  found: 'Was wir gefunden haben',
  foundElse: 'Was wir sonst gefunden haben',
  itsServers: 'Die Mailserver',
  ourResolver: 'Über den Resolver dieses Dienstes',
  progress: 'Fortschritt',
  firstLookup: 'Die erste Abfrage ist unterwegs.',
  steps: (count) => plural(count, { one: 'Ein Schritt', other: `${count} Schritte` }),
  stepsIn: (steps, seconds) => `${steps} in ${seconds}`,
  severities: { info: 'Hinweis', warning: 'Warnung', error: 'Fehler' },
  sendersSay: 'Was Absender in diesem Fall melden',
  lookup: {
    none: (resolver) =>
      `Keine MX-Einträge: Die Domain selbst ist der Mailserver (RFC 5321 §5.1), abgefragt über ${resolver}.`,
    servers: (count, records, resolver) => `${count} Mailserver, aus ${records}, abgefragt über ${resolver}.`,
    records: (type, name, signed) =>
      `${signed === null ? '' : signed ? 'mit DNSSEC signierten ' : 'nicht signierten '}${type}-Einträgen von ${name}`,
    ourResolver: 'den Resolver dieses Dienstes',
    resolver: (address) => `den Resolver ${address}`,
  },
  policies: {
    title: 'Policies neben DANE',
    mtaSts: 'für Absender ohne DANE (RFC 8461)',
    tlsRpt: 'tägliche Berichte der Absender (RFC 8460)',
    tlsReports: 'TLS-Berichte',
    states: {
      found: 'veröffentlicht',
      none: 'keine',
      invalid: 'ungültig',
      failed: 'nicht abrufbar',
    },
  },
};
