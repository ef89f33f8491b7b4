import type { DocumentTexts } from '../../language.js';

export const document: DocumentTexts = {
  skip: 'Zum Inhalt springen',
  pages: 'Seiten',
  testSending: 'Versand testen',
  testReceiving: 'Empfang testen',
  scenarios: 'Szenarien',
  help: 'Hilfe',
  language: 'Sprache',
  footer: 'HaveDane testet, wie Mailserver senden und empfangen, gemessen an',
  about: 'Über diese Instanz',
  apiDocs: 'API-Dokumentation',
  sendingTab: 'prüft Ihr Mailserver, an wen er zustellt?',
  sendingTitle: 'Prüft Ihr Mailserver, an wen er zustellt?',
  sendingLead:
    'Senden Sie eine Nachricht. Sie sehen, meist in Sekunden und mit Belegen, ob Ihr Server DANE durchsetzt.',
  sendingDescription:
    'Senden Sie eine Nachricht und sehen Sie mit Belegen, ob Ihr Mailserver DANE durchsetzt (RFC 7672).',
  receivingTab: 'empfängt Ihr Mailserver sicher?',
  receivingTitle: 'Empfängt Ihr Mailserver sicher?',
  receivingDescription:
    'Geben Sie eine Mail-Domain ein und sehen Sie Schritt für Schritt, ob ihre Mailserver sind, was DNSSEC und DANE (RFC 7672) Absendern versprechen.',
  sendingWithoutScript:
    'Diese Seite zeigt Ergebnisse live und braucht dafür JavaScript. Derselbe Test geht auch ohne, im Terminal: Ersetzen Sie <code>https://HOST</code> durch die Adresse dieser Seite.',
  startCheck: 'Starten Sie einen Test; die Antwort enthält sein Token und die Adressen:',
  sendToAll: 'Senden Sie eine Nachricht an alle Adressen, von dem Mailserver, den Sie testen wollen:',
  readVerdict: 'Lesen Sie das Ergebnis und jede Beobachtung:',
  receivingWithoutScript:
    'Diese Seite zeigt Ergebnisse live und braucht dafür JavaScript. Dieselbe Prüfung geht auch ohne, im Terminal: Ersetzen Sie <code>https://HOST</code> durch die Adresse dieser Seite und <code>example.org</code> durch die Domain.',
  startProbe: 'Starten Sie eine Prüfung; die Antwort enthält ihre ID:',
  readProbe: 'Lesen Sie das Ergebnis, sobald sein Zustand <code>done</code> ist:',
};
