import { pluralOf } from '../../plural.js';
import type { SendingTexts } from '../../language.js';

export const plural = pluralOf('nl');

export const shared: SendingTexts['shared'] = {
  locale: 'nl-NL',
  copy: 'Kopieer',
  copied: 'Gekopieerd',
  copyByHand: 'Kopieer met de hand',
  tryAgain: 'Probeer opnieuw',
  asking: 'Moment…',
  none: 'geen',
  startNewCheck: 'Start een nieuwe test',
  linkToPage: 'Link naar deze pagina',
  aboutLinkToPage: 'de link naar deze pagina',
  apiDocs: 'API-documentatie',
  connection: {
    lost: (meanwhile) =>
      `Verbinding weg. ${meanwhile} Deze pagina haalt alles in zodra de verbinding er weer is.`,
    refused: (meanwhile) =>
      `Deze server heeft zoveel live verbindingen als hij aankan, in totaal of vanaf jouw netwerk. ${meanwhile} Deze pagina blijft het proberen en haalt alles in zodra er verbinding is.`,
    regained: 'Weer verbonden. Je hebt niets gemist.',
  },
  otherDirection: {
    title: 'Test ook het verzenden',
    text: 'Hier zie je hoe mail wordt ontvangen. Of een server veilig verzendt, is van buitenaf niet te zien: daarvoor is één testbericht van die server nodig, en je kijkt live mee.',
    link: 'Test hoe een server verzendt',
  },
  problems: {
    unknownPage: { title: 'Deze pagina bestaat niet', text: 'Op dit adres staat niets.' },
    unreachable: {
      title: 'De server is niet bereikbaar',
      text: 'Misschien is je apparaat offline, of start de server net opnieuw op.',
    },
    full: {
      title: 'De server zit vol',
      text: 'Hij heeft zoveel live verbindingen als hij aankan, in totaal of vanaf jouw netwerk. Deze pagina blijft het proberen. Andere tabbladen sluiten kan helpen.',
    },
    failed: {
      title: 'De server kon niet antwoorden',
      text: (detail) => `Hij meldt: ${detail} Probeer het zo nog eens.`,
    },
    answered: (status) => `De server antwoordde met ${status}.`,
    waitAMinute: 'Wacht een minuut en probeer het dan opnieuw.',
    tryAfter: (time) => `Probeer het na ${time} opnieuw.`,
  },
};
