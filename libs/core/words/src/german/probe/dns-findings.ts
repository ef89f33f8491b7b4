import type { FactsOf } from '#probe';
import type { InWords } from '#text';

import type { ProbeFindingTexts } from '../../language.js';

const joined = (names: readonly string[]): string => names.join(', ');

const PRINTS_RECORD = '`havedane probe --suggest` gibt ihn aus';

const FIX_SIGNATURES =
  'Signieren Sie die Zone mit DNSSEC und lassen Sie ihren DS-Eintrag in der übergeordneten Zone veröffentlichen.';

/** RFC 7672 §2.2.1 leaves open whether DANE is used with unsigned MX records. */
function lostTlsa(what: string, { name, detail, isMxSecure }: InWords<FactsOf<'tlsa-bogus'>>): string {
  const who = isMxSecure ? '' : ' auch bei unsignierten MX-Einträgen, wie Postfix,';
  return `Die TLSA-Einträge von ${name} ${what} (${detail}): Absender, die DANE${who} nutzen, stellen nicht zu.`;
}

export const dnsFindings = {
  'lookup-bogus': {
    text: ({ name, type, detail }) =>
      `Die ${type}-Einträge von ${name} bestehen die DNSSEC-Validierung nicht (${detail}): Absender, die validieren, stellen nicht zu.`,
    advice:
      'Reparieren Sie die Signaturen der Zone oder ihren DS-Eintrag in der übergeordneten Zone; delv und dnsviz.net zeigen, wo die Kette bricht.',
  },
  'lookup-failed': {
    text: ({ name, type, detail }) =>
      `Die ${type}-Einträge von ${name} ließen sich nicht abfragen: ${detail}.`,
    advice: 'Prüfen Sie, ob alle Nameserver der Zone antworten und ob der Resolver funktioniert.',
  },
  'addresses-half-failed': {
    text: ({ name, type, detail }) =>
      `Die ${type}-Einträge von ${name} ließen sich nicht abfragen (${detail}); Adressen der anderen Art gibt es.`,
    advice: 'Prüfen Sie, ob alle Nameserver der Zone sowohl A als auch AAAA beantworten.',
  },
  'no-such-domain': {
    text: ({ name }) => `Die Domain ${name} gibt es nicht.`,
    advice: 'Prüfen Sie die Schreibweise.',
  },
  'null-mx': {
    text: ({ domain }) => `${domain} hat einen Null-MX-Eintrag und nimmt keine Mail an.`,
    advice: null,
  },
  'null-mx-beside-others': {
    text: ({ domain }) =>
      `${domain} hat neben seinen Mailservern einen Null-MX-Eintrag („.“): Manche Absender stellen zu, andere schicken die Mail als unzustellbar zurück.`,
    advice:
      'Entfernen Sie den Eintrag „MX 0 .“, oder alle anderen, wenn die Domain keine Mail empfangen soll.',
  },
  'null-mx-preference': {
    text: ({ domain, preferences }) =>
      `Der Null-MX-Eintrag von ${domain} hat die Präferenz ${preferences.join(', ')}: Nur „MX 0 .“ ist einer, und manche Absender halten diesen für einen Host.`,
    advice: 'Veröffentlichen Sie allein „MX 0 .“.',
  },
  'no-mx': {
    text: ({ domain }) => `${domain} hat keine MX-Einträge: Mail geht an den Host dieses Namens.`,
    advice: null,
  },
  'mx-insecure': {
    text: ({ domain }) =>
      `Die MX-Einträge von ${domain} sind nicht signiert: Ein Angreifer kann andere Mailserver nennen, und Absender müssen DANE nicht nutzen.`,
    advice: FIX_SIGNATURES,
  },
  'mx-is-address': {
    text: ({ exchange }) => `Ein MX-Eintrag nennt die Adresse ${exchange}, wo ein Hostname stehen muss.`,
    advice: 'Geben Sie dem Host einen Namen mit Adresseintrag und nennen Sie diesen.',
  },
  'mx-is-alias': {
    text: ({ host, canonicalName }) =>
      `${host} ist ein Alias von ${canonicalName}; ein MX-Eintrag soll keinen Alias nennen.`,
    advice: 'Nennen Sie im MX-Eintrag den Host selbst.',
  },
  'no-srv': { text: ({ name }) => `Unter ${name} gibt es keine SRV-Einträge.`, advice: null },
  'srv-insecure': {
    text: ({ name }) =>
      `Die SRV-Einträge von ${name} sind nicht signiert: Für die Hosts, die sie nennen, gilt DANE nicht.`,
    advice: FIX_SIGNATURES,
  },
  'srv-not-offered': { text: ({ name }) => `Laut ${name} wird der Dienst nicht angeboten.`, advice: null },
  'no-addresses': {
    text: ({ host, families }) => `${host} hat keine ${families.join('- oder ')}-Adresse.`,
    advice: 'Veröffentlichen Sie einen Adresseintrag, oder entfernen Sie den Host aus dem DNS.',
  },
  'address-literal': {
    text: ({ host }) => `${host} ist eine Adresse: DANE braucht einen Hostnamen.`,
    advice: 'Prüfen Sie den Server unter seinem Namen.',
  },
  'addresses-insecure': {
    text: ({ host }) =>
      `Die Adressen von ${host} sind nicht signiert: DANE gilt nicht, Absender nutzen TLS, ohne den Server zu prüfen.`,
    advice: 'Signieren Sie die Zone des Hosts mit DNSSEC und veröffentlichen Sie dann TLSA-Einträge.',
  },
  'tlsa-insecure': {
    text: ({ name }) => `Die TLSA-Einträge unter ${name} sind nicht signiert: Absender ignorieren sie.`,
    advice: FIX_SIGNATURES,
  },
  'tlsa-none': {
    text: ({ name }) =>
      `Unter ${name} gibt es keine TLSA-Einträge: Absender nutzen TLS, ohne den Server zu prüfen.`,
    advice: `Veröffentlichen Sie einen 3-1-1-Eintrag für den Schlüssel des Serverzertifikats; ${PRINTS_RECORD}.`,
  },
  'tlsa-bogus': {
    text: (lookup) => lostTlsa('bestehen die DNSSEC-Validierung nicht', lookup),
    advice:
      'Reparieren Sie die Signaturen der Zone. Gibt es keine TLSA-Einträge, muss auch ihr Fehlen signiert sein.',
  },
  'tlsa-failed': {
    text: (lookup) => lostTlsa('ließen sich nicht abfragen', lookup),
    advice:
      'Manche Nameserver beantworten TLSA-Abfragen gar nicht: Fragen Sie jeden einzeln (`--all-nameservers`).',
  },
  'name-servers-disagree': {
    text: ({ name, servers }) =>
      `Nicht alle Nameserver haben die TLSA-Einträge von ${name}, die der Resolver bekam: ${joined(servers)}.`,
    advice:
      'Prüfen Sie, ob die Zone auf alle übertragen wird; bis dahin entscheidet der Zufall, was ein Absender sieht.',
  },
  'name-server-failed': {
    text: ({ name, servers }) => `Nicht alle Nameserver haben für ${name} geantwortet: ${joined(servers)}.`,
    advice: 'Prüfen Sie, ob diese Nameserver laufen und keine Firewall UDP- oder TCP-Port 53 sperrt.',
  },
} satisfies Partial<ProbeFindingTexts>;
