import type { FixTexts } from '../../fix-guide.js';
import {
  RELAY,
  STS_RELAY,
  SHOW_QUEUE,
  RETRY,
  DELETE,
  POLICIES_ELSEWHERE,
  POLICIES_HOSTED,
} from './common.js';

const ASK =
  'Vraag het de provider. Een gehoste dienst beslist voor al zijn klanten; zelf kun je hier niets voor instellen.';
const SEE =
  'Controleer of hij valideert: het eerste antwoord moet de flag `ad` hebben, het tweede moet SERVFAIL zijn.';

export const hosted: Pick<FixTexts, 'exchange-online' | 'exchange-server' | 'gmail-hosted' | 'resolver'> = {
  'exchange-online': {
    about:
      'Exchange Online dwingt DANE af voor alle mail die het zelf verstuurt; je hoeft niets aan te zetten. Is het bericht afgeleverd, dan heeft een ander systeem het verstuurd.',
    topics: {
      'turn-on-dane': [
        'Zoek naar een uitgaande connector naar een smarthost, gateway of filter: dat systeem verstuurt de mail, dus los het daar op.',
      ],
      'turn-on-tls': [
        'Exchange Online gebruikt TLS zodra het wordt aangeboden. Zoek naar een gateway op weg naar het internet die STARTTLS eruit haalt:',
      ],
      'turn-on-mta-sts': [
        'Volgens Microsoft dwingt Exchange Online MTA-STS af voor alle mail die het zelf verstuurt; je hoeft niets aan te zetten. Zoek naar een uitgaande connector naar een smarthost, gateway of filter, en los het daar op:',
      ],
      'keep-policies': [POLICIES_HOSTED],
      'find-the-fault': [
        'De berichttracering geeft de reden: 4/5.7.322 certificate expired, 4/5.7.323 tlsa-invalid, 4/5.7.324 dnssec-invalid.',
      ],
      'require-less': [
        'Exchange Online gebruikt DANE alleen waar het wordt aangeboden. Zoek naar een connector waarvan TlsSettings een vertrouwd certificaat eist (CertificateValidation, DomainValidation), of naar een gateway die DANE eist.',
      ],
      queue: [
        'Deze queue kun je niet bekijken of legen. Exchange Online blijft 24 uur proberen en stuurt het bericht dan terug naar de afzender.',
      ],
      'nothing-arrives': ['Kijk in de berichttracering:'],
    },
  },
  'exchange-server': {
    about: 'Exchange Server (2016, 2019 en Subscription Edition) ondersteunt geen DANE voor uitgaande mail.',
    topics: {
      'turn-on-dane': [RELAY],
      'turn-on-tls': [
        'Exchange Server gebruikt TLS als het wordt aangeboden, tenzij een connector STARTTLS negeert:',
      ],
      'turn-on-mta-sts': ['Microsoft documenteert geen MTA-STS voor uitgaande mail.', STS_RELAY],
      'keep-policies': [POLICIES_ELSEWHERE],
      'find-the-fault': [
        'Kijk naar de laatste fout van de queue en naar de connector. Een `TlsAuthLevel` boven EncryptionOnly eist een publiek certificaat.',
      ],
      'require-less': [
        'Exchange Server kan DANE niet eisen: een connector eist een publiek certificaat, of een relay erachter eist DANE.',
      ],
      queue: [SHOW_QUEUE, RETRY, DELETE],
      'nothing-arrives': ['Staat het in de queue, en staat poort 25 uitgaand open?'],
    },
  },
  'gmail-hosted': {
    about:
      'Gmail en Google Workspace gebruiken voor uitgaande mail geen DANE, maar MTA-STS. Bij andere gehoste diensten kan alleen de provider DANE aanzetten.',
    topics: {
      'turn-on-dane': [
        'Zelf aanzetten kan niet. Vraag de provider of zijn servers DANE afdwingen (RFC 7672).',
        'Is het voor sommige domeinen belangrijk, stuur die mail dan via een eigen relay die DANE afdwingt. In Google Workspace: Apps › Gmail › Hosts, daarna Routing.',
      ],
      'turn-on-tls': [ASK],
      'turn-on-mta-sts': [
        'Volgens Google dwingen Gmail en Google Workspace MTA-STS af; je hoeft niets aan te zetten. Is het bericht afgeleverd, dan heeft een ander systeem het verstuurd.',
        ASK,
      ],
      'keep-policies': [POLICIES_HOSTED],
      'find-the-fault': [
        'De bounce of de melding van vertraging geeft de reden. In Google Workspace: Reporting › Email log search.',
        ASK,
      ],
      'require-less': [
        'Kijk in Google Workspace bij Apps › Gmail › Compliance › Secure transport (TLS) compliance.',
        ASK,
      ],
      queue: [
        'Deze queue kun je niet bekijken of legen. De dienst blijft dagenlang proberen en stuurt het bericht dan terug.',
      ],
      'nothing-arrives': [
        'Wacht op een melding van vertraging, of kijk in het logboek van de provider (Google Workspace: Reporting › Email log search).',
      ],
    },
  },
  resolver: {
    about:
      'DANE werkt alleen met een resolver die DNSSEC valideert, en op het pad ernaartoe mag verder niemand zitten: draai hem op de mailserver zelf.',
    topics: {
      'turn-on-dane': [
        'Unbound: installeer het op de mailserver zelf. Debian en Ubuntu zetten validatie aan.',
        'Zet hem in `/etc/resolv.conf`, met `trust-ad`, zodat programma’s de AD-flag te zien krijgen:',
        SEE,
        'systemd-resolved: zet dit in `/etc/systemd/resolved.conf` en herstart het; je moet “authenticated: yes” zien. Voor een mailserver is Unbound de veiligere keuze.',
      ],
      'turn-on-tls': [SEE],
      'turn-on-mta-sts': [
        'MTA-STS heeft geen DNSSEC nodig; aan de resolver hoef je niets in te stellen. Kies je mailsysteem.',
      ],
      'keep-policies': [
        'De TXT-records van het beleid gelden bij `sts-id` en `sts-gone` één minuut. Kijk of de resolver ze langer bewaart:',
      ],
      'find-the-fault': [
        SEE,
        'Valideert hij maar mislukt deze lookup, dan gooit een firewall misschien grote antwoorden of TCP-poort 53 weg:',
      ],
      'require-less': [SEE],
      queue: ['Een resolver heeft geen mailqueue. Kies je mailsysteem.'],
      'nothing-arrives': ['Vindt hij de host überhaupt?'],
    },
  },
};
