import type { ReceivingTexts } from '../../language.js';
import { plural } from './shared.js';

export const receiving: ReceivingTexts['receiving'] = {
  title: 'Ontvangt je mailserver veilig?',
  lead: 'Vul een maildomein in. We zoeken de mailservers op en maken verbinding met poort 25, zoals een verzender dat doet: DNSSEC, TLSA-records, certificaten en policies. Er wordt geen mail verstuurd.',
  loading: 'De controle wordt opgehaald…',
  whatWeCheck: 'Wat we controleren',
  aboutChecks:
    'Voor elke mailserver: of zijn namen met DNSSEC zijn ondertekend; of elk TLSA-record past bij wat de server toont, en zo niet, waarom niet (RFC 7671, RFC 7672); op elk adres een RSA- en een ECDSA-handshake, omdat een server een tweede certificaat zonder record kan hebben; of de sleutel zonder onderbreking gewisseld kan worden; MTA-STS en TLS-rapporten. Iedereen met de link kan het resultaat zien.',
  form: { field: 'Maildomein', hint: 'Het deel na de @.', button: 'Controleer' },
  connection: {
    meanwhile: 'De controle loopt door.',
    expired: 'Deze controle is van de server verwijderd.',
  },
  startNewProbe: 'Start een nieuwe controle',
  problems: {
    unknown: {
      title: 'Deze controle bestaat niet',
      text: 'Het resultaat is verwijderd om plaats te maken voor nieuwere, of de link is niet compleet.',
    },
    tooManyRequests: {
      title: 'Te veel verzoeken',
      text: 'Vanaf jouw netwerk kwamen in korte tijd veel verzoeken. Wacht een minuut en probeer het dan opnieuw.',
    },
    tooManyProbes: (retry) => `Vanaf jouw netwerk zijn in korte tijd veel controles gestart. ${retry}`,
    inAMinute: 'Probeer het over een minuut opnieuw.',
    cannotBeReached: 'De server is even niet bereikbaar. Probeer het zo nog eens.',
  },
  tab: {
    probing: (domain) => `${domain} wordt gecontroleerd`,
    failed: (domain) => `${domain} kon niet worden gecontroleerd`,
  },
  about: {
    title: 'Resultaat bewaren of delen',
    probedOn: (time) => `Gecontroleerd op ${time}.`,
    keeping:
      'Iedereen met de link kan het zien; oude resultaten worden verwijderd als er veel nieuwe bij zijn gekomen.',
    again: 'Controleer opnieuw',
    isFresh: 'Dit resultaat is nog geen minuut oud. Probeer het over een minuut opnieuw.',
  },
  found: 'Wat we vonden',
  foundElse: 'Wat we verder vonden',
  itsServers: 'De mailservers',
  ourResolver: 'Over de resolver van deze dienst',
  progress: 'Voortgang',
  firstLookup: 'De eerste lookup is onderweg.',
  steps: (count) => plural(count, { one: 'Eén stap', other: `${count} stappen` }),
  stepsIn: (steps, seconds) => `${steps} in ${seconds}`,
  severities: { info: 'Opmerking', warning: 'Waarschuwing', error: 'Fout' },
  sendersSay: 'Wat verzenders in dit geval melden',
  lookup: {
    none: (resolver) =>
      `Geen MX-records: het domein zelf is de mailserver (RFC 5321 §5.1), opgevraagd via ${resolver}.`,
    servers: (count, records, resolver) =>
      `${count} ${plural(count, { one: 'mailserver', other: 'mailservers' })}, uit ${records}, opgevraagd via ${resolver}.`,
    records: (type, name, signed) =>
      `${signed === null ? '' : signed ? 'met DNSSEC ondertekende ' : 'niet-ondertekende '}${type}-records van ${name}`,
    ourResolver: 'de resolver van deze dienst',
    resolver: (address) => `de resolver ${address}`,
  },
  policies: {
    title: 'Policies naast DANE',
    mtaSts: 'voor verzenders zonder DANE (RFC 8461)',
    tlsRpt: 'dagelijkse rapporten van verzenders (RFC 8460)',
    tlsReports: 'TLS-rapporten',
    states: {
      found: 'gepubliceerd',
      none: 'geen',
      invalid: 'niet geldig',
      failed: 'niet op te halen',
    },
  },
};
