import type { ReaderTexts } from '../../language.js';

export const glossary: ReaderTexts['glossary'] = {
  adFlag: {
    term: 'AD-vlag',
    meaning:
      'Een bit in een DNS-antwoord waarmee een validerende resolver zegt dat hij de handtekeningen heeft gecontroleerd (RFC 4035 §3.2.3).',
  },
  alert: {
    term: 'Alert',
    meaning:
      'De melding waarmee een kant van een TLS-verbinding zegt waarom hij die beëindigt, zoals `bad_certificate` (RFC 8446 §6).',
  },
  bounce: {
    term: 'Bounce',
    meaning: 'Het bericht waarmee een server meldt dat hij niet kon afleveren (RFC 3464).',
  },
  controlHost: {
    term: 'Controlehost',
    meaning:
      'Een host waar afleveren juist is. Een weigering elders telt alleen als dezelfde server bij een controlehost afleverde.',
  },
  dane: {
    term: 'DANE',
    meaning:
      'DNS-based Authentication of Named Entities: een domein publiceert in ondertekende DNS welk certificaat zijn mailservers tonen (RFC 6698, voor SMTP RFC 7672).',
  },
  defer: {
    term: 'Uitstellen',
    meaning: 'Een bericht in de queue houden en het later opnieuw proberen (Engels: ‘defer’).',
  },
  dnssec: {
    term: 'DNSSEC',
    meaning:
      'Handtekeningen onder DNS-records, zodat een resolver echte antwoorden van vervalste kan onderscheiden.',
  },
  doBit: {
    term: 'DO-bit',
    meaning:
      'Een bit in een DNS-vraag waarmee een resolver om handtekeningen vraagt. Zonder dat bit is er geen DNSSEC.',
  },
  downgrade: {
    term: 'Downgrade',
    meaning:
      'Een aanval die bescherming weghaalt in plaats van breekt: bijvoorbeeld verbergen dat een server STARTTLS aanbiedt.',
  },
  mtaSts: {
    term: 'MTA-STS',
    meaning:
      'Een via HTTPS opgehaald beleid dat een certificaat van een publieke CA eist (RFC 8461). Een alternatief voor DANE dat geen DNSSEC nodig heeft.',
  },
  opportunisticTls: {
    term: 'Opportunistische TLS',
    meaning: 'Versleutelen als de andere kant het aanbiedt, zonder te controleren wie de andere kant is.',
  },
  release: {
    term: 'Vrijgave',
    meaning:
      'Na een weigering tonen we voor die test een passend certificaat, zodat het uitgestelde bericht wordt afgeleverd.',
  },
  rollover: {
    term: 'Rollover',
    meaning: 'Een sleutel of certificaat vervangen terwijl er op elk moment een TLSA-record past.',
  },
  scenario: {
    term: 'Scenario',
    meaning:
      'Een ontvangende host met bekende DNS- en TLS-toestand, en wat een conforme verzender daar doet.',
  },
  sni: {
    term: 'SNI',
    meaning:
      'De hostnaam die een client in zijn TLS-handshake noemt (RFC 6066 §3). Verzenders met DANE noemen er een.',
  },
  startTls: {
    term: 'STARTTLS',
    meaning: 'Het SMTP-commando dat van een verbinding een versleutelde maakt (RFC 3207).',
  },
  tlsaRecord: {
    term: 'TLSA-record',
    meaning:
      'Het DNS-record van DANE: usage (`3` dit certificaat, `2` deze CA), selector (`0` certificaat, `1` publieke sleutel), matching type (`0` volledig, `1` SHA-256, `2` SHA-512) en de data.',
  },
  tlsRpt: {
    term: 'TLSRPT',
    meaning:
      'Dagelijkse rapporten die een domein laten zien hoe TLS-verbindingen ermee verliepen (RFC 8460).',
  },
  validatingResolver: {
    term: 'Validerende resolver',
    meaning:
      'Een resolver die DNSSEC-handtekeningen controleert. Een verzender heeft er een nodig die hij kan vertrouwen, het liefst op dezelfde machine; anders blijft DANE uit.',
  },
};
