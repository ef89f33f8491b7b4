import type { SendingTexts } from '../../language.js';
import { plural } from './shared.js';

export const sending: SendingTexts['sending'] = {
  title: 'Prüft Ihr Mailserver, an wen er zustellt?',
  lead: 'Senden Sie eine Nachricht. Sie sehen, meist in Sekunden und mit Belegen, ob Ihr Server DANE durchsetzt.',
  loading: 'Ihr Test wird geholt …',
  sendToAll: (count) => `Senden Sie eine Nachricht an alle ${count} Adressen`,
  whatIsDane: 'Was ist DANE?',
  aboutDane:
    'Mailserver verschlüsseln untereinander, akzeptieren aber normalerweise jedes Zertifikat. Wer das Netz dazwischen kontrolliert, kann sich also als Server des Empfängers ausgeben. Mit DANE veröffentlicht der Empfänger im mit DNSSEC signierten DNS (in einem TLSA-Eintrag), welches Zertifikat seines ist, und ein Absender, der DANE durchsetzt, stellt an niemand anderen zu.',
  listening: 'Wir hören zu.',
  connectionsShowUp: 'Verbindungen erscheinen hier, sobald sie eintreffen.',
  willQueue: (count) =>
    `Setzt Ihr Server DANE durch, ${plural(count, { one: 'wartet eine der Nachrichten', other: `warten ${count} Nachrichten` })} einige Minuten in seiner Queue. Das ist normal.`,
  noQueue: {
    summary: 'Ohne Nachricht in der Queue testen',
    text: 'Schreiben Sie stattdessen an diese Adressen. Ein Server, der DANE durchsetzt, lehnt den ersten Mailserver der letzten ab und stellt an ihren zweiten zu: ein Beweis, und nichts bleibt liegen.',
    about: 'die Adressen, die keine Nachricht in der Queue lassen',
  },
  howMuch: 'Wie viel testen',
  sendFrom: 'Senden mit',
  ways: { 'mail-app': 'Mail-App', webmail: 'Webmail', outlook: 'Outlook', command: 'Terminal' },
  aboutAddress: (title) => `(Adresse „${title}“)`,
  andMore: (count) => `und ${count} weitere`,
  label: {
    summary: 'Mehrere Server? Benennen Sie sie',
    field: 'Name des sendenden Servers, etwa mx1',
    hint: 'Er steht vor dem @ und benennt den Server im Ergebnis. Senden Sie mit jedem eine Nachricht.',
    unusable: 'Bis zu 32 Buchstaben, Ziffern und Bindestriche.',
  },
  actions: {
    copyAll: (count) => `Alle ${count} kopieren`,
    copyAllForOutlook: (count) => `Alle ${count} mit ; kopieren`,
    openMailApp: 'In Mail-App öffnen',
    mailAppHint: 'Betreff und Text sind beliebig. Die Adressen gehören nur zu diesem Test.',
    mailAppCuts:
      'Manche Mail-Apps kürzen eine so lange Liste: Fehlt dort eine Adresse, kopieren Sie stattdessen alle.',
    webmailHint: 'Oder kopieren Sie die Adressen, durch Kommas getrennt, in ein anderes Webmail.',
    outlookOnTheWeb: 'Outlook im Web',
    outlookHint:
      'Outlook für Windows trennt Adressen mit Semikolons. Der Entwurf ist eine Datei, die sich als neue Nachricht öffnet.',
    downloadDraft: 'Entwurf laden (.eml)',
    commandHint: 'Auf dem Server selbst: Postfix, Exim, Sendmail, OpenSMTPD und msmtp haben alle sendmail.',
    copyCommand: 'Befehl kopieren',
    qrCode: 'QR-Code',
    qrCodeOpens: 'QR-Code, der diese Seite öffnet',
    opensOnPhone: 'Öffnet diese Seite auf Ihrem Telefon.',
  },
  mail: { subject: 'DANE-Test', body: (url) => `Ergebnis: ${url}` },
  local: {
    text: 'Diese Instanz läuft auf Ihrem eigenen Rechner; Mail von außen kommt hier nicht an. Stattdessen kann ein simulierter Absender diesen Test beliefern, als `dane`, `tls` oder `plain`:',
    aboutCommand: '(den Befehl)',
  },
  missing: {
    soon: {
      title: 'Noch nichts? Sehen Sie in Ihre Queue',
      text: 'Haben Sie die Nachricht gesendet, liegt sie bei Ihrem Server. Greylisting und langsames DNS sind die üblichen Gründe für eine kurze Verzögerung.',
    },
    long: {
      title: 'Immer noch nichts: Die Mail hängt vor uns fest',
      text: 'Übliche Gründe: Port 25 ist ausgehend gesperrt, der Resolver scheitert, oder die Nachricht hat die Mail-App nie verlassen. Adresse und Grund stehen im Log Ihres Servers.',
    },
  },
  connection: {
    meanwhile: 'Wir beobachten Ihren Mailserver weiter.',
    expired: 'Dieser Test ist abgelaufen und wurde vom Server gelöscht. Sie sehen den letzten Stand.',
  },
  problems: {
    unknown: {
      title: 'Diesen Test gibt es nicht',
      text: 'Er existiert nicht oder ist abgelaufen: Tests werden nach einigen Tagen gelöscht.',
    },
    tooMany: {
      title: 'Zu viele Tests',
      text: (retry) => `Aus Ihrem Netz wurden in kurzer Zeit viele Tests gestartet. ${retry}`,
    },
    nothingLost: 'Nichts von dem, was wir gesehen haben, ist verloren.',
    notYourServer: 'Mit Ihrem Mailserver hat das nichts zu tun.',
    cannotBeReached: 'Der Server ist gerade nicht erreichbar.',
  },
  tab: {
    waiting: 'Warten auf Ihre Mail',
    seen: (seen, all) => `${seen} von ${all} gesehen`,
    soFar: ', bisher',
    mtaStsOnly: 'nur MTA-STS',
  },
};
