import type { SendingTexts } from '../../language.js';
import { plural } from './shared.js';

export const sending: SendingTexts['sending'] = {
  title: 'Controleert je mailserver bij wie hij aflevert?',
  lead: 'Stuur één bericht. Je ziet, meestal binnen een paar seconden en met bewijs, of je server DANE afdwingt.',
  loading: 'Je test wordt opgehaald…',
  sendToAll: (count) => `Stuur één bericht naar alle ${count} adressen`,
  whatIsDane: 'Wat is DANE?',
  aboutDane:
    'Mailservers versleutelen hun onderlinge verkeer, maar accepteren standaard elk certificaat. Wie het netwerk ertussen beheerst, kan zich dus voordoen als de server van de ontvanger. Met DANE publiceert de ontvanger in DNS, ondertekend met DNSSEC, welk certificaat van hem is (een TLSA-record). Een verzender die DANE afdwingt, levert bij niemand anders af.',
  listening: 'We luisteren.',
  connectionsShowUp: 'Verbindingen verschijnen hier zodra ze binnenkomen.',
  willQueue: (count) =>
    `Dwingt je server DANE af, dan ${plural(count, { one: 'wacht een van de berichten', other: `wachten ${count} berichten` })} een paar minuten in zijn queue. Dat is normaal.`,
  noQueue: {
    summary: 'Testen zonder bericht in de wachtrij',
    text: 'Mail in plaats daarvan naar deze adressen. Een server die DANE afdwingt, weigert de eerste mailserver van het laatste en bezorgt bij de tweede: bewijs, en er blijft niets wachten.',
    about: 'de adressen die geen bericht in de wachtrij laten',
  },
  howMuch: 'Hoe uitgebreid testen',
  sendFrom: 'Versturen vanuit',
  ways: { 'mail-app': 'Mail-app', webmail: 'Webmail', outlook: 'Outlook', command: 'Terminal' },
  aboutAddress: (title) => `het adres ${title}`,
  andMore: (count) => `en nog ${count}`,
  label: {
    summary: 'Meerdere servers? Geef ze een label',
    field: 'Label van de verzendende server, bijvoorbeeld mx1',
    hint: 'Het komt vóór de @ te staan en benoemt de server in het resultaat. Stuur met elke server één bericht.',
    unusable: 'Gebruik maximaal 32 letters, cijfers en koppeltekens.',
  },
  actions: {
    copyAll: (count) => `Kopieer alle ${count}`,
    copyAllForOutlook: (count) => `Kopieer alle ${count} met ;`,
    openMailApp: 'Open in mail-app',
    mailAppHint: 'Onderwerp en tekst maken niet uit. De adressen horen alleen bij deze test.',
    mailAppCuts:
      'Sommige mail-apps kappen zo’n lange lijst af: ontbreekt daar een adres, kopieer ze dan allemaal.',
    webmailHint: 'Of kopieer de adressen, gescheiden door komma’s, naar een andere webmail.',
    outlookOnTheWeb: 'Outlook op het web',
    outlookHint:
      'Outlook voor Windows scheidt adressen met puntkomma’s. Het concept is een bestand dat als nieuw bericht opent.',
    downloadDraft: 'Download concept (.eml)',
    commandHint: 'Op de server zelf: Postfix, Exim, Sendmail, OpenSMTPD en msmtp hebben allemaal sendmail.',
    copyCommand: 'Kopieer opdracht',
    qrCode: 'QR-code',
    qrCodeOpens: 'QR-code die deze pagina opent',
    opensOnPhone: 'Opent deze pagina op je telefoon.',
  },
  mail: { subject: 'DANE-test', body: (url) => `Resultaat: ${url}` },
  local: {
    text: 'Deze installatie draait op je eigen machine; mail van buiten komt hier niet aan. In plaats daarvan kan een gesimuleerde verzender deze test mailen, als `dane`, `tls` of `plain`:',
    aboutCommand: 'de opdracht',
  },
  missing: {
    soon: {
      title: 'Nog niets? Kijk in je queue',
      text: 'Heb je het bericht verstuurd, dan ligt het bij je server. Greylisting en trage DNS zijn de gebruikelijke redenen voor wat vertraging.',
    },
    long: {
      title: 'Nog steeds niets: de mail hangt ergens vóór ons',
      text: 'Gebruikelijke redenen: poort 25 is uitgaand geblokkeerd, de resolver faalt, of het bericht is nooit uit de mail-app vertrokken. Adres en reden staan in de log van je server.',
    },
  },
  connection: {
    meanwhile: 'We blijven op je mailserver letten.',
    expired: 'Deze test is verlopen en van de server verwijderd. Je ziet de laatste stand.',
  },
  problems: {
    unknown: {
      title: 'Deze test bestaat niet',
      text: 'Hij bestaat niet of is verlopen: tests worden na een aantal dagen verwijderd.',
    },
    tooMany: {
      title: 'Te veel tests',
      text: (retry) => `Vanaf jouw netwerk zijn in korte tijd veel tests gestart. ${retry}`,
    },
    nothingLost: 'Van wat we zagen, is niets verloren.',
    notYourServer: 'Met je mailserver heeft dit niets te maken.',
    cannotBeReached: 'De server is even niet bereikbaar.',
  },
  tab: {
    waiting: 'Wachten op je mail',
    seen: (seen, all) => `${seen} van de ${all} gezien`,
    soFar: ', tot nu toe',
    mtaStsOnly: 'alleen MTA-STS',
  },
};
