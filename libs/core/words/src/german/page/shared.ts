import { pluralOf } from '../../plural.js';
import type { SendingTexts } from '../../language.js';

export const plural = pluralOf('de');

export const shared: SendingTexts['shared'] = {
  locale: 'de-DE',
  copy: 'Kopieren',
  copied: 'Kopiert',
  copyByHand: 'Von Hand kopieren',
  tryAgain: 'Noch einmal versuchen',
  asking: 'Moment …',
  none: 'keines',
  startNewCheck: 'Neuen Test starten',
  linkToPage: 'Link zu dieser Seite',
  aboutLinkToPage: '(den Link zu dieser Seite)',
  apiDocs: 'API-Dokumentation',
  connection: {
    lost: (meanwhile) =>
      `Verbindung verloren. ${meanwhile} Diese Seite holt alles nach, sobald sie wieder verbunden ist.`,
    refused: (meanwhile) =>
      `Dieser Server hat so viele Live-Verbindungen, wie er annimmt, insgesamt oder aus Ihrem Netz. ${meanwhile} Diese Seite versucht es weiter und holt alles nach, sobald sie verbunden ist.`,
    regained: 'Wieder verbunden. Es fehlt nichts.',
  },
  otherDirection: {
    title: 'Auch den Versand testen',
    text: 'Hier sehen Sie, wie Mail empfangen wird. Ob ein Server sicher sendet, ist von außen nicht zu sehen: Dafür braucht es eine Testnachricht von ihm, und Sie sehen live zu.',
    link: 'Versand eines Servers testen',
  },
  problems: {
    unknownPage: { title: 'Diese Seite gibt es nicht', text: 'Unter dieser Adresse ist nichts.' },
    unreachable: {
      title: 'Der Server ist nicht erreichbar',
      text: 'Vielleicht ist Ihr Gerät offline, oder der Server startet gerade neu.',
    },
    full: {
      title: 'Der Server ist ausgelastet',
      text: 'Er hat so viele Live-Verbindungen, wie er annimmt, insgesamt oder aus Ihrem Netz. Diese Seite versucht es weiter. Andere Tabs zu schließen kann helfen.',
    },
    failed: {
      title: 'Der Server konnte nicht antworten',
      text: (detail) => `Er meldet: ${detail} Versuchen Sie es gleich noch einmal.`,
    },
    answered: (status) => `Der Server hat mit ${status} geantwortet.`,
    waitAMinute: 'Warten Sie eine Minute und versuchen Sie es dann noch einmal.',
    tryAfter: (time) => `Versuchen Sie es nach ${time} noch einmal.`,
  },
};
