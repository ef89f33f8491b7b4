import type { ReaderTexts } from '../../language.js';
import { plural } from './shared.js';

export const reader: ReaderTexts['reader'] = {
  scenarios: {
    title: 'Scenario’s',
    description:
      'De hosts waar een test mail naartoe stuurt: wat er bij elk mis is, wat RFC 7672 van een verzender eist en van welke mailservers bekend is dat ze er falen.',
    lead: 'Elk scenario is een ontvangende host waarvan de DNS- en TLS-toestand bekend is: wat een server daar doet, laat zien wat hij controleert. Alleen verplichte scenario’s bepalen de uitslag.',
    expected: {
      delivered: 'Een conforme verzender levert af',
      refused: 'Een conforme verzender weigert en probeert het later opnieuw',
      elsewhere: 'Een conforme verzender weigert, en bezorgt bij de andere host of het andere adres',
      either: 'Een conforme verzender mag afleveren of weigeren',
    },
    requirements: { required: 'verplicht', recommended: 'aanbevolen', informational: 'ter informatie' },
    fromLevel: (level) => `vanaf niveau ${level}`,
    otherwise: 'Zo niet:',
    notOffered: (need) => `Deze installatie biedt het niet aan; wat ontbreekt: ${need}.`,
    needs: {
      'own-dns': 'de eigen nameserver van de appliance',
      'policy-host': 'servers voor MTA-STS-beleid',
      'second-address': 'een extra IP-adres, alleen voor dit scenario',
      ipv4: 'een IPv4-adres',
      ipv6: 'een IPv6-adres',
      'public-certificate': 'certificaten van een publieke CA, die ze nog niet heeft',
      'dns-state': 'DNS die antwoordt zoals gepland',
    },
    knownToFail: (senders) => `Hiervan is bekend dat ze falen: ${senders}.`,
    failures: {
      'without-dane': 'elke verzender zonder DANE, zoals Gmail',
      'postfix-without-dnssec': 'Postfix zonder `smtp_dns_support_level = dnssec`',
      'exim-without-trust-ad': 'Exim zonder `options trust-ad` in `/etc/resolv.conf`',
      sendmail: 'Sendmail 8.17, dat alleen records van de vorm `3 1 x` kent',
    },
    test: 'Test je server',
  },
  help: {
    title: 'Help',
    description:
      'Hoe je DANE voor uitgaande mail aanzet in Postfix, Exim, Exchange en andere mailservers, vragen en antwoorden, en een woordenlijst.',
    fix: 'Stel je mailsysteem in',
    fixLead:
      'Wat je instelt, hoe je het uitprobeert en wat je doet met het bericht dat in de queue wacht. Waar we een systeem niet hebben gemeten, volgt dit de documentatie.',
    questions: 'Vragen',
    glossary: 'Woordenlijst',
    fixTitle: (system) => `${system}: DANE voor uitgaande mail`,
    headings: {
      'turn-on-dane': 'DANE aanzetten',
      'turn-on-tls': 'TLS aanzetten',
      'turn-on-mta-sts': 'MTA-STS aanzetten',
      'keep-policies': 'MTA-STS-beleid bewaren (sts-id, sts-gone)',
      'find-the-fault': 'Mail naar hosts met geldige DANE wordt geweigerd of komt niet aan',
      'require-less': 'DANE wordt overal geëist',
      queue: 'Het bericht in de queue',
      'nothing-arrives': 'Er komt niets aan',
    },
  },
  about: {
    title: 'Over deze installatie',
    description:
      'Wie deze installatie van HaveDane beheert, wat ze opslaat en hoe lang, en welke versie het is.',
    operator: 'Beheerder',
    tests: (domain) => `Deze installatie test mail voor \`${domain}\`.`,
    contact: 'Je bereikt de beheerder via',
    privacy: 'Privacy',
    stores: (days) =>
      `Een test bewaart IP-adressen en namen van de servers die verbinding maakten, TLS-details, adressen van afzender en ontvanger, en de Message-ID en datum van elk bericht. De tekst van een bericht wordt nooit bewaard. Iedereen met de link kan het resultaat zien. Het wordt na ${days} ${plural(days, { one: 'dag', other: 'dagen' })} verwijderd.`,
    remembers:
      'Ook de log van de ontvanger noemt de servers die verbinding maakten. De pagina’s laden niets van elders en zetten één cookie, `language`, als je een andere taal kiest; je browser onthoudt welk mailsysteem en hoeveel scenario’s je koos.',
    version: 'Versie',
    licence: (version) => `HaveDane ${version}, MIT-licentie.`,
    conceivedAt: 'HaveDane is bedacht op',
    independent: 'Dit is een onafhankelijke implementatie.',
  },
};
