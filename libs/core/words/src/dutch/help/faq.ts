import type { ReaderTexts } from '../../language.js';

export const faq: ReaderTexts['faq'] = [
  {
    question: 'Wat controleert een test?',
    answer: [
      'Of je mailserver bij het verzenden DANE gebruikt (RFC 7672): hij mag niet afleveren bij een host waarvan het certificaat niet past bij de TLSA-records die de host in ondertekende DNS publiceert.',
      'Andere controles testen hoe je ontvangt. Deze is zelf de ontvanger en ziet dus wat je server doet als een certificaat niet klopt.',
    ],
  },
  {
    question: 'Waarom blijft een van mijn berichten in de queue staan?',
    answer: [
      'Omdat je server het goed deed. Hij weigerde een certificaat dat niet past, hield het bericht vast en probeert het later opnieuw. Dat is precies het bewijs dat we zoeken.',
      'Een paar minuten na de weigering tonen we bij de volgende poging een passend certificaat, en het bericht verlaat de queue. Op de resultaatpagina kun je het eerder vrijgeven, of je verwijdert het: op de helppagina staat het commando voor jouw mailsysteem.',
    ],
  },
  {
    question: 'Wat belooft ‘dwingt DANE af’, en wat niet?',
    answer: [
      'Elke server die we zagen, leverde af waar het certificaat past en weigerde waar het niet past. Mail naar domeinen met TLSA-records is dan beschermd tegen een aanvaller in het netwerk.',
      'Over domeinen zonder TLSA-records zegt het niets: mail daarheen wordt versleuteld, maar met elke server die antwoordt. Ook over eigen servers waar het testbericht niet langskwam, zegt het niets.',
    ],
  },
  {
    question: 'Volgens mijn log is het certificaat geweigerd, maar het resultaat is niet ‘bewezen’. Waarom?',
    answer: [
      'We tellen een weigering alleen als we die zagen: een TLS-alert over het certificaat, of een nette sluiting vlak na de handshake. Een verbinding die wordt gereset, in een time-out loopt of anders wegvalt, ziet er hetzelfde uit als een netwerkfout.',
      'Stilte is ook nooit bewijs. Een trage queue lijkt op een server die weigert.',
      'Anders staat op de pagina wat er ontbreekt. Bij meerdere servers, of één met meerdere namen (EHLO), moet elk gezien zijn terwijl hij aflevert en terwijl hij weigert: stuur nog een paar berichten. Start anders een nieuwe test en mail binnen 30 seconden al zijn adressen.',
    ],
  },
  {
    question: 'Waarom faalt Postfix met `smtp_tls_security_level = dane`?',
    answer: [
      'Meestal omdat `smtp_dns_support_level = dnssec` ontbreekt. Postfix vraagt dan nooit TLSA-records op, en in het log staat daar niets over. De andere veelvoorkomende oorzaak is een resolver in `/etc/resolv.conf` die DNSSEC niet valideert.',
    ],
  },
  {
    question: 'We verzenden via meerdere servers, of via een relay. Wat wordt er getest?',
    answer: [
      'De server die verbinding met ons maakt: de laatste op weg naar buiten. Achter een smarthost is dat de smarthost, en alleen de beheerder daarvan kan DANE aanzetten.',
      'Stuur bij meerdere uitgaande servers van elk een bericht. Geef ze op de startpagina een naam: die komt vóór de @ te staan en benoemt de server in het resultaat. De zwakste server bepaalt de uitslag.',
    ],
  },
  {
    question: 'Kan ik Gmail, Exchange Online of een andere gehoste dienst testen?',
    answer: [
      'Ja, verzend vanuit een mailbox daar. Exchange Online dwingt DANE af voor alle uitgaande mail. Gmail gebruikt geen DANE; het dwingt in plaats daarvan MTA-STS af. Ook dat laat een volledige test zien, als deze instantie het aanbiedt.',
    ],
  },
  {
    question: 'Er komt niets aan. Wat nu?',
    answer: [
      'Kijk in de queue en het log van je server. De gebruikelijke oorzaken: uitgaand poort 25 is geblokkeerd, een resolver faalt, een relay gebruikt greylisting, of het bericht ging niet naar elk adres.',
    ],
  },
  {
    question: 'Wat wordt er bewaard, en wie kan het zien?',
    answer: [
      'IP-adressen en namen van de servers die verbinding maakten, TLS-details, adressen van afzender en ontvanger, en de Message-ID en datum van elk bericht. De tekst van je bericht wordt nooit bewaard. Iedereen met de link naar het resultaat kan het zien, tot het wordt verwijderd.',
    ],
  },
  {
    question: 'Kan ik dit vanuit cron of CI draaien?',
    answer: [
      'Ja. `POST /api/checks` maakt een test aan, `GET /check/TOKEN/mail` geeft het bericht voor `sendmail -t`, en `GET /api/checks/TOKEN` bevat de uitslag als JSON. De API-documentatie staat onderaan elke pagina.',
    ],
  },
];
