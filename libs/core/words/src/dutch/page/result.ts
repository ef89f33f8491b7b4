import type { SendingTexts } from '../../language.js';
import { plural } from './shared.js';

export const result: SendingTexts['result'] = {
  verdict: {
    watching: 'We kijken live mee',
    soFar: 'Uitslag tot nu toe, kan nog veranderen',
    final: 'Uitslag',
    scenariosSeen: (seen, all) => `${seen} van de ${all} scenario’s gezien`,
    sameAtMore: (count) =>
      `Hetzelfde bij nog ${count} ${plural(count, { one: 'scenario', other: 'scenario’s' })}, zie hieronder.`,
  },
  announce: {
    newObservations: (count) => `${count} nieuwe waarnemingen.`,
    canRelease: 'Het wachtende bericht kan nu worden vrijgegeven.',
    isReleased: 'Het wachtende bericht is vrijgegeven voor de volgende poging.',
    stillOpen: 'Nog open',
    soFar: 'Uitslag tot nu toe',
    verdict: 'Uitslag',
  },
  addresses: {
    title: (count) => `De ${count} adressen`,
    more: (count) => `Je kunt nog ${count} scenario’s mailen`,
  },
  matrix: {
    title: (servers) => (servers > 1 ? 'Wat je servers deden' : 'Wat je server deed'),
    scenario: 'Scenario',
    expected: 'Verwacht',
    seen: 'Gezien',
    bySystem: { spf: 'volgens SPF', 'forward-confirmed': 'volgens DNS' },
    on: (title) => `over ${title}`,
    tally: {
      wrong: (count) => `${count} fout`,
      open: (count) => `${count} open`,
      expected: (count) => `${count} zoals verwacht`,
      untested: (count) => `${count} niet getest`,
    },
    expectations: { delivered: 'afleveren', refused: 'weigeren', either: 'beide goed' },
    requirements: { required: 'verplicht', recommended: 'aanbevolen', informational: 'ter informatie' },
    states: {
      waiting: 'Wacht',
      delivered: 'Afgeleverd',
      refused: 'Geweigerd',
      'tls-failed': 'TLS mislukt',
      rejected: 'Geen bericht aangenomen',
      'not-seen': 'Nog niets gezien',
    },
    results: {
      'not-tested': 'niet getest',
      delivered: 'afgeleverd',
      'delivered-in-clear': 'onversleuteld afgeleverd',
      refused: 'geweigerd',
      'likely-refused': 'waarschijnlijk geweigerd',
      'not-judged': 'telt niet mee',
      rejected: 'geen bericht aangenomen',
      left: 'vertrokken zonder mail',
      lost: 'verbinding weggevallen',
      'tls-failed': 'TLS mislukt',
    },
  },
  sequence: {
    title: (scenario, server) => `${scenario}: wat ${server} deed`,
    resolver: 'resolver',
    host: 'host',
    step: (from, to, text) => `${from} naar ${to}: ${text}`,
    stopsHere: 'DANE stopt hier',
    mustStopHere: 'Een server die DANE afdwingt, stopt hier.',
    noDnssec: 'TLSA? zonder DNSSEC',
    neverAsked: 'TLSA? nooit gevraagd',
    policy: (status: number | null) => `MTA-STS-beleid: ${status ?? 'geen antwoord'}`,
    noStartTls: 'geen STARTTLS',
    noSni: 'geen SNI',
    certificate: { delivered: 'cert. = TLSA', either: 'certificaat', refused: 'cert. ≠ TLSA' },
    delivered: '250 afgeleverd',
    error: (code) => `fout ${code}`,
    reset: 'reset',
    silence: 'stilte',
    closedByUs: 'door ons gesloten',
    lost: 'weggevallen',
    hangsUp: 'verbreekt',
  },
  fix: {
    headings: {
      'turn-on-dane': 'Zo los je het op',
      'turn-on-tls': 'Zo los je het op',
      'turn-on-mta-sts': 'Zo zet je ook MTA-STS aan',
      'keep-policies': 'Zo blijft MTA-STS-beleid bewaard',
      'find-the-fault': 'Zo vind je de reden',
      'require-less': 'Als dat niet de bedoeling is',
      queue: 'Het wachtende bericht',
      'nothing-arrives': 'Wat je kunt nagaan',
    },
    next: 'Wat je nu kunt doen',
    system: 'Je mailsysteem',
    testAgain: 'Test opnieuw',
    newAddresses: 'Nieuwe adressen, zodat geen cache of oude queue antwoordt.',
    queueYourself: 'Zelf bekijken, opnieuw proberen of verwijderen',
  },
  release: {
    button: 'Geef het wachtende bericht vrij',
    automatically: 'Anders automatisch om',
    failed: (reason) => `Dat is niet gelukt: ${reason}`,
    'not-yet':
      'Zodra we hebben gezien dat je server weigert, kun je dat bericht hier vrijgeven: bij de volgende poging wordt het afgeleverd.',
    classic:
      'Met deze klassieke adressen kan het wachtende bericht niet worden vrijgegeven, omdat alle tests hun host delen. Verwijder het uit de queue als je je uitslag hebt.',
    unavailable:
      'Dit bericht kan niet worden vrijgegeven: het ging naar een klassiek adres, waarvan alle tests de host delen. Alleen een adres van de test zelf, zoals `test@TOKEN.wrong.…`, heeft een eigen host.',
    possible:
      'Bij de volgende poging kunnen we nu een passend certificaat tonen. Het bericht wordt dan afgeleverd en verdwijnt uit je queue. De uitslag verandert niet.',
    released: (time) =>
      `**Vrijgegeven${time === null ? '' : ` om ${time}`}.** Je server heeft het nog niet opnieuw geprobeerd; dat kan minuten of uren duren.`,
    delivered: (time) => `**Afgeleverd${time === null ? '' : ` om ${time}`}.**`,
    expired: '**Binnen een dag is er niets afgeleverd.** Verwijder het bericht uit je queue.',
    usedUp: (scenarios) =>
      `De vrijgave is voorbij bij ${scenarios}: daar wordt weer het gewone certificaat getoond, en deze test kan daar geen bericht meer vrijgeven. Wil je dat opnieuw testen, [start dan een nieuwe test](/).`,
  },
  strangers: {
    title: 'Er kwam iemand langs',
    others: (count) => `${count} ${plural(count, { one: 'andere client', other: 'andere clients' })}`,
    besideServers:
      'Deze maakten ook verbinding met hosts van deze test, maar leverden geen bericht af waar dat mag. Over je servers bewijzen ze niets.',
    alone:
      'Deze maakten verbinding met hosts van deze test. Geen ervan heeft een bericht afgeleverd waar dat mag; of ze van jou zijn, kunnen we dus nog niet zeggen.',
    andMore: (count) => `en nog ${count}.`,
  },
  reports: {
    title: 'TLS-rapporten van je server',
    later: 'een dag later',
    count: (count: number) => `${count} ${plural(count, { one: 'rapport', other: 'rapporten' })}`,
    none: (day: string) =>
      `Sommige mailsystemen melden eens per dag hoe hun TLS-verbindingen verliepen (RFC 8460). Als dat van jou dat doet, verschijnt het rapport over deze adressen hier, naast wat wij zagen. Rapporten komen meestal de volgende dag; deze link werkt tot ${day}.`,
    about: 'Wat je server meldde, naast wat wij zagen. Rapporten veranderen geen uitslag.',
    period: (from: string, to: string) => (from === to ? from : `${from} tot ${to}`),
    signed: (domain: string) => `Ondertekend door ${domain}.`,
    unsigned: 'Niet ondertekend: iedereen kan het hebben geschreven.',
    matched: {
      address:
        'Het noemt geen test. Het staat hier omdat een adres dat het noemt, of dat het stuurde, toen naar deze test mailde. De aantallen kunnen andere tests bevatten.',
      domain:
        'Het noemt geen test en geen verzendend adres. Het staat hier omdat het domein dat het ondertekende dat van je server is, en toen alleen naar deze test mailde.',
      'domain-unsure':
        'Het noemt geen test en geen verzendend adres, alleen een organisatie met het domein van je server. Dat domein heeft het niet ondertekend, of er zijn vanaf dat domein meerdere tests gemaild. Misschien gaat het dus niet over deze test.',
    },
    fitting: (types: string) => `Hier past: ${types}.`,
    reported: (policy: string, successes: number, failures: number) =>
      `Gemeld (${policy}): ${successes} goed, ${failures} mislukt.`,
    seen: (delivered: number, failed: number) => `Gezien: ${delivered} afgeleverd, ${failed} mislukt.`,
  },
  about: {
    title: 'Bewaren of delen',
    aside: 'link, JSON, badge, privacy',
    badge: (mechanism: string) => `Badge: ${mechanism} (SVG)`,
    privacy: (day) =>
      `**Privacy.** We bewaren wat je hier ziet: IP-adressen en namen van de servers die verbinding maakten, TLS-details, adressen van afzender en ontvangers, de Message-ID en datum van elk bericht. De tekst van je bericht wordt nooit opgeslagen. Op ${day} wordt alles verwijderd; tot dan kan iedereen met de link het zien. Ook de log van deze server noemt de servers die verbinding maakten.`,
  },
};
