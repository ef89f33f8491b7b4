import type { ProbeConclusion, ProbeConclusionCode } from '../english/probe.js';

export const PROBE_CONCLUSIONS: Readonly<Record<ProbeConclusionCode, (domain: string) => ProbeConclusion>> = {
  verified: (domain) => ({
    title: 'Ontvangt veilig: DANE staat en klopt',
    explanation: `Elke mailserver van ${domain} toont een certificaat dat past bij zijn met DNSSEC ondertekende TLSA-records. Verzenders met DANE leveren bij geen enkele andere server af.`,
  }),
  'verified-with-warnings': (domain) => ({
    title: 'DANE werkt, met waarschuwingen',
    explanation: `De certificaten van de mailservers van ${domain} passen bij hun TLSA-records. Wat we verder vonden, staat hieronder.`,
  }),
  mismatch: (domain) => ({
    title: 'DANE faalt: verzenders met DANE leveren niet af',
    explanation: `Een mailserver van ${domain} toont een certificaat dat door zijn TLSA-records wordt uitgesloten. Exchange Online, Postfix met DANE en andere verzenders houden zulke mail in de queue en bouncen die uiteindelijk.`,
  }),
  'mismatch-for-some': (domain) => ({
    title: 'DANE faalt: sommige verzenders met DANE leveren niet af',
    explanation: `Een mailserver van ${domain} toont een certificaat dat niet bij zijn TLSA-records past. Wat elke verzender ervan maakt, staat bij de server.`,
  }),
  unusable: () => ({
    title: 'Er zijn TLSA-records, maar geen ervan is bruikbaar',
    explanation: 'Verzenders eisen dan TLS, maar kunnen de server niet verifiëren (RFC 7672 §2.2).',
  }),
  none: (domain) => ({
    title: 'Geen DANE: verzenders kunnen de server niet verifiëren',
    explanation: `De mailservers van ${domain} publiceren geen TLSA-records. Mail wordt versleuteld als beide kanten dat kunnen, met elke server die antwoordt.`,
  }),
  insecure: (domain) => ({
    title: 'Geen DANE: DNS is niet ondertekend',
    explanation: `De DNS van ${domain} of van zijn mailservers is niet met DNSSEC ondertekend. Wie een DNS-antwoord kan vervalsen, kan de mail omleiden.`,
  }),
  bogus: (domain) => ({
    title: 'DNS-lookups mislukken: verzenders die DNSSEC valideren leveren niet af',
    explanation: `DNS-antwoorden voor de mailservers van ${domain} valideren niet of blijven uit. Verzenders met DANE houden hun mail zolang vast.`,
  }),
  'no-starttls': (domain) => ({
    title: 'Geen TLS: mail komt onversleuteld aan',
    explanation: `Een mailserver van ${domain} biedt geen STARTTLS aan. Verzenders die TLS eisen leveren niet af; de rest verstuurt onversleuteld.`,
  }),
  'not-looked-at': (domain) => ({
    title: 'Slechts een deel is getest',
    explanation: `Eén controle maakt een beperkt aantal verbindingen. Sommige mailservers van ${domain}, hieronder genoemd, zijn deels of helemaal niet getest.`,
  }),
  unreachable: (domain) => ({
    title: 'Geen enkele mailserver was bereikbaar',
    explanation: `Wat DNS zegt, staat hieronder. Verzenders elders kunnen ${domain} misschien wel bereiken: veel netwerken blokkeren uitgaande verbindingen naar poort 25.`,
  }),
  'not-validated': (domain) => ({
    title: 'DANE niet te testen: de resolver van deze dienst valideert geen DNSSEC',
    explanation: `Of ${domain} ondertekend is, kunnen we dus niet zeggen. Dat moet de beheerder van deze site oplossen; aan ${domain} ligt het niet.`,
  }),
  'no-such-domain': (domain) => ({
    title: 'Dit domein bestaat niet',
    explanation: `DNS kent geen domein ${domain}, dus niemand kan er mail naartoe sturen. Controleer de spelling.`,
  }),
  waiting: () => ({
    title: 'Wacht op zijn beurt',
    explanation: 'Andere controles gaan voor. Deze begint vanzelf.',
  }),
  running: (domain) => ({
    title: `${domain} wordt gecontroleerd`,
    explanation:
      'We zoeken de mailservers op en maken verbinding met poort 25, zoals een verzender dat doet. Er wordt geen mail verstuurd. Dit duurt een paar seconden.',
  }),
  failed: () => ({
    title: 'De controle kon niet worden afgerond',
    explanation: 'De reden is onbekend. Het zegt niets over het domein.',
  }),
};
