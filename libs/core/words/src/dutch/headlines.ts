/** The verdict in one line that names the servers. */
import type { HeadlineFacts, MtaStsVerdict, OverallFacts, Protection } from '#checks';

import { listed } from './lists.js';

export function headline(facts: HeadlineFacts): string {
  return HEADLINES[facts.reading](facts);
}

/** More names than this are a number. */
const MAX_NAMES = 2;

function named(servers: readonly string[]): string {
  if (servers.length === 0) return 'Je mailserver';
  return servers.length > MAX_NAMES ? `${servers.length} servers` : listed(servers);
}

/** The verb in the number of the servers. */
function does(servers: readonly string[], one: string, many: string): string {
  return `${named(servers)} ${servers.length > 1 ? many : one}`;
}

function share({ servers, proven }: HeadlineFacts): string {
  return `${proven.length} van de ${servers.length} servers ${proven.length === 1 ? 'dwingt' : 'dwingen'} DANE af`;
}

function silentAt(host: string, { seen }: HeadlineFacts): string {
  switch (seen) {
    case 'nothing':
      return `Bij de ${host} is nog niets gezien`;
    case 'not-judged':
      return `Bij de ${host} is nog niets gezien dat uitsluitsel geeft`;
    case 'broke-off':
      return `Bij de ${host} is de verbinding tijdens TLS gesloten`;
    case 'tls-failed':
    case 'lost':
    case 'left':
    case 'rejected':
      return `Bij de ${host} is nog geen bericht aangekomen`;
  }
}

const BROKEN = 'host met ongeldige DANE';
const VALID = 'host met geldige DANE';

const HEADLINES: Readonly<Record<HeadlineFacts['reading'], (facts: HeadlineFacts) => string>> = {
  'nothing-yet': () => 'Wachten op je bericht',
  'more-to-come': ({ servers }) =>
    servers.length === 0
      ? 'Een server maakte verbinding; we wachten op de rest'
      : `Mail van ${named(servers)} is aangekomen; we wachten op de rest`,
  'broken-silent': (facts) => silentAt(BROKEN, facts),
  'only-valid-delivered': ({ seen }) =>
    seen === 'nothing'
      ? `Alleen bij de ${VALID} is iets gezien`
      : `Alleen de ${VALID} heeft zijn bericht gekregen`,
  enforces: ({ servers }) =>
    servers.length > MAX_NAMES
      ? `Alle ${servers.length} servers dwingen DANE af`
      : `${does(servers, 'dwingt', 'dwingen')} DANE af`,
  'enforces-and-demands': ({ servers }) =>
    `${does(servers, 'dwingt', 'dwingen')} DANE af en ${servers.length > 1 ? 'lijken' : 'lijkt'} het ook te eisen`,
  'enforces-so-far': (facts) => {
    const open = facts.servers.filter((server) => !facts.proven.includes(server));
    if (facts.proven.length > 0 && open.length > 0) {
      return `${share(facts)}; voor ${named(open)} is dat nog niet bewezen`;
    }
    return `${does(facts.servers, 'lijkt', 'lijken')} DANE af te dwingen`;
  },
  'delivered-everywhere': ({ servers }) => `${does(servers, 'heeft', 'hebben')} DANE niet afgedwongen`,
  'delivered-at-some': ({ failed, servers }) =>
    `${does(failed.length > 0 ? failed : servers, 'heeft', 'hebben')} DANE niet overal afgedwongen`,
  'some-servers-deliver': (facts) =>
    facts.proven.length > 0 && facts.failed.length > 0
      ? `${share(facts)}; ${named(facts.failed)} niet`
      : 'Sommige van je servers hebben DANE niet afgedwongen',
  'did-both': ({ servers, deliveredFirst }) =>
    deliveredFirst
      ? `${does(servers, 'heeft', 'hebben')} DANE eerst niet afgedwongen`
      : `${does(servers, 'heeft', 'hebben')} uiteindelijk toch afgeleverd`,
  'clear-at-broken': ({ failed }) => `${does(failed, 'is', 'zijn')} teruggevallen op onversleuteld versturen`,
  'clear-at-valid': ({ failed }) =>
    `${does(failed, 'heeft', 'hebben')} onversleuteld verstuurd waar DANE TLS vereist`,
  'never-tls': ({ servers }) => `${does(servers, 'verstuurt', 'versturen')} zonder TLS`,
  'valid-refused': ({ failed }) => `${does(failed, 'weigert', 'weigeren')} een ${VALID}`,
  'valid-missing': (facts) => silentAt(VALID, facts),
  'valid-likely-refused': (facts) => silentAt(VALID, facts),
  'refusals-not-judged': ({ servers }) =>
    `${does(servers, 'heeft', 'hebben')} geweigerd, maar de reden is nog niet duidelijk`,
  'refuses-everything': () => 'Elke host is geweigerd',
  'only-refusals': () => 'Alleen geweigerde verbindingen gezien',
  'only-broken-delivered': () => `Alleen de ${BROKEN} heeft een bericht gekregen`,
  'only-left': () => 'Er is geen bericht verstuurd',
  'only-trouble': () => 'Geen enkele sessie kwam ver genoeg',
};

/** On both mechanisms, where both are known. */
export function overall(facts: OverallFacts): string {
  const { kind, dane, byPolicy, policyServers, isSameServers, daneWins } = facts;
  if (kind === 'mixed' || !isSameServers) {
    const enforced = isSameServers
      ? 'MTA-STS wordt afgedwongen'
      : `${does(policyServers, 'dwingt', 'dwingen')} MTA-STS af`;
    return `${headline(dane)}; ${byPolicy ? enforced : 'MTA-STS werd niet afgedwongen'}`;
  }
  const enforces = does(dane.servers, 'dwingt', 'dwingen');
  switch (kind) {
    case 'both':
      return `${enforces} DANE en MTA-STS af${daneWins ? '; DANE gaat voor' : ''}`;
    case 'dane':
      return `${enforces} DANE af, maar MTA-STS niet`;
    case 'mta-sts':
      return `${enforces} alleen MTA-STS af; DANE wordt niet gebruikt`;
    case 'neither':
      return `${enforces} DANE noch MTA-STS af`;
  }
}

/** What the headline on both leaves unprotected. */
export function meaning(protection: Protection, { policyWins }: Pick<OverallFacts, 'policyWins'>): string {
  switch (protection) {
    case 'dane':
      return 'Mail aan domeinen die alleen MTA-STS gebruiken, is niet beschermd.';
    case 'mta-sts':
      return policyWins
        ? 'Waar een domein beide heeft, vervangt MTA-STS DANE, wat RFC 8461 §2 verbiedt: die mail is maar zo veilig als het beleid.'
        : 'Mail aan domeinen die alleen DANE gebruiken, is niet beschermd.';
    case 'both':
    case 'neither':
      return '';
  }
}

export function mtaSts({ outcome, provisional }: Pick<MtaStsVerdict, 'outcome' | 'provisional'>): string {
  switch (outcome) {
    case 'waiting':
      return 'MTA-STS: er ontbreken nog berichten. Nodig zijn minstens sts-good, sts-none en sts-cert.';
    case 'enforces':
      return provisional ? 'MTA-STS wordt waarschijnlijk afgedwongen.' : 'MTA-STS wordt afgedwongen.';
    case 'does-not-enforce':
      return provisional
        ? 'MTA-STS wordt waarschijnlijk niet afgedwongen.'
        : 'MTA-STS werd niet afgedwongen.';
    case 'no-tls':
      return 'Mail aan hosts met een MTA-STS-beleid kwam zonder TLS.';
    case 'refuses-valid':
      return 'Een host met een geldig MTA-STS-beleid werd geweigerd.';
    case 'inconclusive':
      return 'Of MTA-STS wordt afgedwongen, is nog niet te zeggen: verstuur nog een keer aan sts-good, sts-none en sts-cert.';
  }
}
