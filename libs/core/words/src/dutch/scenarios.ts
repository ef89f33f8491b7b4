import type { Language } from '../language.js';

export const scenarios: Language['scenarios'] = {
  do: { title: 'Geldige DANE', summary: 'De TLSA-records passen bij het getoonde certificaat.' },
  dont: { title: 'Geen DANE', summary: 'De host biedt TLS aan, maar publiceert geen TLSA-records.' },
  wrong: {
    title: 'Ongeldige DANE',
    summary:
      'De TLSA-records zijn goed opgebouwd, maar geen ervan past bij het getoonde certificaat: precies zo ziet een aanval eruit.',
  },
  ee: {
    title: 'Alleen de serversleutel (3 1 1)',
    summary: 'Het enige TLSA-record beschrijft de sleutel van het certificaat.',
  },
  ta: {
    title: 'Alleen de sleutel van de CA (2 1 1)',
    summary: 'Het enige TLSA-record beschrijft de sleutel van de CA die het certificaat heeft uitgegeven.',
  },
  'ee-cert': {
    title: 'Servercertificaat (3 0 1)',
    summary: 'Het enige TLSA-record beschrijft het hele certificaat, niet alleen de sleutel.',
  },
  sha512: { title: 'SHA-512 (3 1 2)', summary: 'Het enige TLSA-record bevat een SHA-512-hash.' },
  'full-key': {
    title: 'Volledige serversleutel (3 1 0)',
    summary: 'Het enige TLSA-record bevat de sleutel zelf, geen hash.',
  },
  'full-cert': {
    title: 'Volledig servercertificaat (3 0 0)',
    summary: 'Het enige TLSA-record bevat het certificaat zelf, geen hash.',
  },
  'ta-cert': {
    title: 'Certificaat van de CA (2 0 1)',
    summary:
      'Het enige TLSA-record beschrijft het certificaat van de CA, zoals de standaard voor usage 2 aanbeveelt.',
  },
  'ee-bad': {
    title: 'Verkeerde serversleutel (3 1 1)',
    summary: 'De TLSA-records beschrijven sleutels, maar niet de getoonde.',
  },
  'ta-bad': {
    title: 'Alleen een verkeerde CA (2 1 1)',
    summary: 'Het enige TLSA-record beschrijft een CA die het certificaat niet heeft uitgegeven.',
  },
  'ta-right': {
    title: 'CA klopt, sleutel niet',
    summary: 'Eén van de TLSA-records past, dat van de CA. Eén is genoeg.',
  },
  'ee-right': {
    title: 'Sleutel klopt, CA niet',
    summary: 'Eén van de TLSA-records past, dat van de sleutel. Eén is genoeg.',
  },
  rollover: {
    title: 'Tijdens een sleutelwissel',
    summary:
      'Er zijn twee sleutels gepubliceerd, de vorige en de getoonde, zoals bij elke sleutelwissel nodig is.',
  },
  agility: {
    title: 'Sterkere hash klopt niet',
    summary: 'De SHA-256-hash past, de SHA-512-hash niet. De sterkste hash telt.',
  },
  'pkix-ee': {
    title: 'Usage 1, passend',
    summary:
      'Het enige TLSA-record eist een publieke CA (usage 1), wat voor mail niet geldt. TLS blijft verplicht.',
  },
  'pkix-ta': {
    title: 'Usage 0, passend',
    summary:
      'Het enige TLSA-record noemt een publieke CA (usage 0), wat voor mail niet geldt. TLS blijft verplicht.',
  },
  'pkix-bad': {
    title: 'Usages 0 en 1, onjuist',
    summary:
      'De TLSA-records hebben usages 0 en 1, die voor mail niet gelden, en passen nergens bij. TLS blijft verplicht.',
  },
  mtype: {
    title: 'Onbekend matching type',
    summary: 'Geen verzender kan het enige TLSA-record gebruiken. TLS is verplicht, authenticatie niet.',
  },
  selector: {
    title: 'Onbekende selector',
    summary: 'Geen verzender kan het enige TLSA-record gebruiken. TLS is verplicht, authenticatie niet.',
  },
  short: {
    title: 'Hash te kort',
    summary:
      'Van de hash in het enige TLSA-record ontbreekt het einde. TLS is verplicht, authenticatie niet.',
  },
  junk: {
    title: 'Onbruikbare naast een passend record',
    summary: 'Drie van de TLSA-records zijn onbruikbaar, het vierde past.',
  },
  'junk-bad': {
    title: 'Onbruikbare naast verkeerde records',
    summary: 'Sommige TLSA-records zijn onbruikbaar, en de bruikbare passen nergens bij.',
  },
  many: {
    title: 'Dertien records',
    summary:
      'Eén van dertien TLSA-records past. Samen passen ze niet in een UDP-antwoord, dus resolvers vragen ze op via TCP.',
  },
  ecdsa: {
    title: 'ECDSA-sleutel',
    summary: 'Het TLSA-record past bij het certificaat, dat een ECDSA-sleutel op curve P-256 heeft.',
  },
  'exp-ee': {
    title: 'Verlopen, usage 3',
    summary: 'Het certificaat is verlopen, maar het TLSA-record beschrijft de sleutel: datums tellen niet.',
  },
  'exp-ta': {
    title: 'Verlopen, usage 2',
    summary: 'Het TLSA-record beschrijft de CA, en het certificaat is verlopen.',
  },
  'early-ee': {
    title: 'Nog niet geldig, usage 3',
    summary:
      'Het certificaat is nog niet geldig, maar het TLSA-record beschrijft de sleutel: datums tellen niet.',
  },
  'early-ta': {
    title: 'Nog niet geldig, usage 2',
    summary: 'Het TLSA-record beschrijft de CA, en het certificaat is nog niet geldig.',
  },
  'name-ee': {
    title: 'Verkeerde naam, usage 3',
    summary:
      'Het certificaat is voor een andere naam, maar het TLSA-record beschrijft de sleutel: namen tellen niet.',
  },
  'name-ta': {
    title: 'Verkeerde naam, usage 2',
    summary: 'Het TLSA-record beschrijft de CA, en het certificaat is voor een andere naam.',
  },
  'no-ca': {
    title: 'CA-certificaat niet meegestuurd',
    summary:
      'Het TLSA-record beschrijft de CA, waarvan de host het certificaat niet meestuurt: zo is er geen keten naar te bouwen.',
  },
  self: {
    title: 'Zelfondertekend, usage 3',
    summary: 'Het certificaat is zelfondertekend, en het TLSA-record beschrijft de sleutel.',
  },
  wildcard: {
    title: 'Wildcardnaam, usage 2',
    summary: 'Het TLSA-record beschrijft de CA, en het certificaat heeft alleen wildcardnamen.',
  },
  'name-dom': {
    title: 'Naam van het maildomein, usage 2',
    summary:
      'Het certificaat heeft de naam van het maildomein, niet die van de MX-host. Bij ondertekende MX-records zijn beide goed.',
  },
  bogus: {
    title: 'Ongeldige handtekening',
    summary:
      'De TLSA-records zijn ondertekend met een sleutel die het DS-record niet noemt; al het andere valideert.',
  },
  lame: {
    title: 'Lookup mislukt',
    summary:
      'De lookup van de TLSA-records mislukt omdat geen nameserver erop antwoordt; adres en MX-record valideren.',
  },
  unsigned: {
    title: 'Niet-ondertekende zone',
    summary: 'De TLSA-records passen nergens bij, maar de zone is niet ondertekend, dus tellen ze niet.',
  },
  'unsig-mx': {
    title: 'Niet-ondertekende MX-host',
    summary:
      'Het MX-record is ondertekend en noemt een host in een niet-ondertekende zone, waarvan de TLSA-records nergens bij passen.',
  },
  'unsig-dom': {
    title: 'Niet-ondertekend domein',
    summary:
      'Het MX-record is niet ondertekend en noemt een host in een ondertekende zone, waarvan de TLSA-records nergens bij passen.',
  },
  nodata: {
    title: 'Ondertekende ontkenning',
    summary: 'De MX-host is ondertekend, en DNSSEC bewijst dat hij geen TLSA-records heeft.',
  },
  nostls: {
    title: 'STARTTLS weggehaald',
    summary:
      'De host heeft TLSA-records, maar biedt geen STARTTLS aan: voor de verzender lijkt het alsof iemand dat heeft weggehaald.',
  },
  plain: {
    title: 'Geen TLS, geen DANE',
    summary: 'De host heeft geen TLSA-records en biedt geen STARTTLS aan.',
  },
  tls454: {
    title: '454 op STARTTLS',
    summary:
      'De host heeft TLSA-records en biedt STARTTLS aan, maar antwoordt dat TLS tijdelijk niet beschikbaar is.',
  },
  'nostls-u': {
    title: 'TLSA onbruikbaar, geen STARTTLS',
    summary:
      'Geen verzender kan het TLSA-record gebruiken, dat TLS toch verplicht maakt; de host biedt geen STARTTLS aan.',
  },
  reset: {
    title: 'Handshake gereset',
    summary: 'De host heeft TLSA-records en reset de verbinding zodra de handshake zijn naam noemt.',
  },
  oldtls: {
    title: 'Alleen TLS 1.0 en 1.1',
    summary: 'De TLSA-records passen, maar de host spreekt alleen verouderde TLS-versies.',
  },
  tlsreq: {
    title: 'TLS vereist (530)',
    summary: 'De TLSA-records passen, en vóór STARTTLS wordt geen ontvanger aangenomen.',
  },
  mx: {
    title: 'MX-record',
    summary: 'Een MX-record noemt de host, waarvan de TLSA-records bij het getoonde certificaat passen.',
  },
  'mx-wrong': {
    title: 'Ongeldige MX-host',
    summary: 'Een MX-record noemt de host, waarvan de TLSA-records nergens bij passen wat hij toont.',
  },
  cname: {
    title: 'TLSA-records achter een alias',
    summary: 'De naam van de TLSA-records is een alias voor waar ze staan; ze passen bij het certificaat.',
  },
  'cname-bad': {
    title: 'Verkeerde records achter een alias',
    summary:
      'De naam van de TLSA-records is een alias voor waar ze staan; ze passen nergens bij wat de host toont.',
  },
  'mx-other': {
    title: 'Andere ondertekende zone',
    summary:
      'Het MX-record noemt een host in een andere ondertekende zone, waarvan de TLSA-records nergens bij passen wat hij toont.',
  },
  'mx-next': {
    title: 'Volgende MX-host',
    summary:
      'De TLSA-records van de eerste MX-host (10) passen nergens bij, die van de tweede (20) passen bij wat hij toont.',
  },
  'mx-none': {
    title: 'Volgende MX-host zonder DANE',
    summary:
      'De TLSA-records van de eerste MX-host (10) passen nergens bij; de tweede (20) heeft er geen en biedt STARTTLS aan.',
  },
  'addr-two': {
    title: 'Een van twee adressen fout',
    summary:
      'De host heeft twee adressen. De TLSA-records passen bij wat hij op het ene toont, en op het andere niet.',
  },
  ipv6: { title: 'Alleen IPv6', summary: 'De host heeft alleen een IPv6-adres. De TLSA-records passen.' },
  ipv4: { title: 'Alleen IPv4', summary: 'De host heeft alleen een IPv4-adres. De TLSA-records passen.' },
  retry: {
    title: 'Eén keer uitgesteld',
    summary:
      'De TLSA-records passen. De eerste poging via TLS krijgt 451 als antwoord, de tweede wordt aangenomen.',
  },
  'sts-good': {
    title: 'Geldige MTA-STS',
    summary: 'Het MTA-STS-beleid (enforce) noemt de MX-host, waarvan het certificaat geldig is.',
  },
  'sts-mx': {
    title: 'MX-host niet genoemd',
    summary: 'Het MTA-STS-beleid (enforce) noemt een andere host dan het MX-record.',
  },
  'sts-cert': {
    title: 'Zelfondertekend ondanks beleid',
    summary: 'Het MTA-STS-beleid (enforce) noemt de MX-host, waarvan het certificaat zelfondertekend is.',
  },
  'sts-name': {
    title: 'Verkeerde naam ondanks beleid',
    summary:
      'Het MTA-STS-beleid (enforce) noemt de MX-host, waarvan het certificaat voor een andere naam is.',
  },
  'sts-exp': {
    title: 'Verlopen ondanks beleid',
    summary: 'Het MTA-STS-beleid (enforce) noemt de MX-host, waarvan het certificaat is verlopen.',
  },
  'sts-plain': {
    title: 'Geen STARTTLS ondanks beleid',
    summary: 'Het MTA-STS-beleid (enforce) noemt de MX-host, die geen STARTTLS aanbiedt.',
  },
  'sts-next': {
    title: 'Alleen de volgende MX-host genoemd',
    summary:
      'Het MTA-STS-beleid (enforce) noemt de tweede MX-host (20) en niet de eerste (10). Beide certificaten zijn geldig.',
  },
  'sts-none': {
    title: 'MTA-STS-beleid ‘none’',
    summary: 'Het MTA-STS-beleid heeft de modus ‘none’. Het certificaat is zelfondertekend.',
  },
  'sts-test': {
    title: 'MTA-STS in testmodus',
    summary:
      'Het MTA-STS-beleid heeft de modus ‘testing’. Het certificaat is zelfondertekend. Een server die TLS-rapporten stuurt, moet de fout melden.',
  },
  'sts-404': {
    title: 'Geen beleid op de beleidshost',
    summary:
      'DNS kondigt een MTA-STS-beleid aan; de host ervan antwoordt met 404. Het certificaat is zelfondertekend.',
  },
  'sts-redir': {
    title: 'Omgeleid beleid',
    summary: 'De beleidshost leidt om naar een MTA-STS-beleid (enforce). Het certificaat is zelfondertekend.',
  },
  'sts-two': {
    title: 'Twee MTA-STS-records',
    summary: 'Er zijn twee TXT-records van MTA-STS, die als geen tellen. Het certificaat is zelfondertekend.',
  },
  'sts-txt': {
    title: 'Onjuist MTA-STS-record',
    summary:
      'In het TXT-record van het MTA-STS-beleid (enforce) ontbreekt de id. Het certificaat is zelfondertekend.',
  },
  'sts-host': {
    title: 'Beleidshost zonder vertrouwd certificaat',
    summary:
      'De host van het MTA-STS-beleid (enforce) heeft een zelfondertekend certificaat, en de MX-host ook.',
  },
  'sts-html': {
    title: 'Beleid als HTML',
    summary: 'Het MTA-STS-beleid (enforce) wordt als HTML aangeboden. Het certificaat is zelfondertekend.',
  },
  'sts-big': {
    title: 'Te groot beleid',
    summary:
      'Het MTA-STS-beleid (enforce) is 128 kilobyte groot, twee keer zoveel als een verzender hoeft te lezen. Het certificaat is zelfondertekend.',
  },
  'sts-slow': {
    title: 'Zwijgende beleidshost',
    summary:
      'De host van het MTA-STS-beleid neemt verzoeken aan en beantwoordt er geen. Het certificaat is zelfondertekend.',
  },
  'sts-sub': {
    title: 'Beleid van het bovenliggende domein',
    summary:
      'Er is geen eigen MTA-STS-beleid, maar het bovenliggende domein heeft er een (enforce). Het certificaat is zelfondertekend.',
  },
  'sts-wild': {
    title: 'MX-host met een jokerteken',
    summary: 'Het MTA-STS-beleid (enforce) noemt ‘*.’ en het domein van de MX-host.',
  },
  'sts-wide': {
    title: 'Jokerteken voor twee labels',
    summary: 'Het MTA-STS-beleid (enforce) noemt ‘*.’ en een domein twee labels boven de MX-host.',
  },
  'sts-id': {
    title: 'Vervangen beleid',
    summary:
      'Het MTA-STS-beleid (enforce) verbiedt het zelfondertekende certificaat; van 6 tot 12 en 18 tot 24 uur UTC staat een nieuw beleid met een andere id en de modus ‘none’ het toe.',
  },
  'sts-gone': {
    title: 'Ingetrokken beleid',
    summary:
      'Het MTA-STS-beleid (enforce) verbiedt het zelfondertekende certificaat; van 6 tot 12 en 18 tot 24 uur UTC zijn er geen record en geen beleid.',
  },
  'sts-dane': {
    title: 'DANE ongeldig, MTA-STS geldig',
    summary: 'De TLSA-records passen bij niets wat hij toont; MTA-STS-beleid en certificaat zijn geldig.',
  },
  'sts-match': {
    title: 'DANE geldig, MTA-STS geschonden',
    summary:
      'Het TLSA-record past bij het certificaat, dat zelfondertekend is en daarom het MTA-STS-beleid (enforce) schendt.',
  },
  'sts-alone': {
    title: 'DANE onbruikbaar, MTA-STS geldig',
    summary: 'Het enige TLSA-record kan geen verzender gebruiken; MTA-STS-beleid en certificaat zijn geldig.',
  },
};
