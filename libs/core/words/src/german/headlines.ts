/** The verdict in one line that names the servers. */
import type { HeadlineFacts, MtaStsVerdict, OverallFacts, Protection } from '#checks';

import { listed } from './lists.js';

export function headline(facts: HeadlineFacts): string {
  return HEADLINES[facts.reading](facts);
}

/** More names than this are a number. */
const MAX_NAMES = 2;

function named(servers: readonly string[]): string {
  if (servers.length === 0) return 'Ihr Mailserver';
  return servers.length > MAX_NAMES ? `${servers.length} Server` : listed(servers);
}

/** The verb in the number of the servers. */
function does(servers: readonly string[], one: string, many: string): string {
  return `${named(servers)} ${servers.length > 1 ? many : one}`;
}

function share({ servers, proven }: HeadlineFacts): string {
  return `${proven.length} von ${servers.length} Servern ${proven.length === 1 ? 'setzt' : 'setzen'} DANE durch`;
}

function silentAt(host: string, { seen }: HeadlineFacts): string {
  switch (seen) {
    case 'nothing':
      return `Beim ${host} ist noch nichts angekommen`;
    case 'not-judged':
      return `Beim ${host} ist noch nichts Aussagekräftiges angekommen`;
    case 'broke-off':
      return `Beim ${host} wurde die Verbindung während TLS geschlossen`;
    case 'tls-failed':
    case 'lost':
    case 'left':
    case 'rejected':
      return `Beim ${host} ist noch keine Nachricht angekommen`;
  }
}

const BROKEN = 'Host mit fehlerhaftem DANE';
const VALID = 'Host mit gültigem DANE';

const HEADLINES: Readonly<Record<HeadlineFacts['reading'], (facts: HeadlineFacts) => string>> = {
  'nothing-yet': () => 'Warten auf Ihre Nachricht',
  'more-to-come': ({ servers }) =>
    servers.length === 0
      ? 'Ein Server hat sich verbunden; wir warten auf den Rest'
      : `Mail von ${named(servers)} ist angekommen; wir warten auf den Rest`,
  'broken-silent': (facts) => silentAt(BROKEN, facts),
  'only-valid-delivered': ({ seen }) =>
    seen === 'nothing'
      ? `Nur der ${VALID} wurde angesprochen`
      : `Nur der ${VALID} hat seine Nachricht bekommen`,
  enforces: ({ servers }) =>
    servers.length > MAX_NAMES
      ? `Alle ${servers.length} Server setzen DANE durch`
      : `${does(servers, 'setzt', 'setzen')} DANE durch`,
  'enforces-and-demands': ({ servers }) =>
    `${does(servers, 'setzt', 'setzen')} DANE durch und ${servers.length > 1 ? 'scheinen' : 'scheint'} es zu verlangen`,
  'enforces-so-far': (facts) => {
    const open = facts.servers.filter((server) => !facts.proven.includes(server));
    if (facts.proven.length > 0 && open.length > 0) {
      return `${share(facts)}; ${does(open, 'ist', 'sind')} noch nicht nachgewiesen`;
    }
    return `${does(facts.servers, 'scheint', 'scheinen')} DANE durchzusetzen`;
  },
  'delivered-everywhere': ({ servers }) => `${does(servers, 'hat', 'haben')} DANE nicht durchgesetzt`,
  'delivered-at-some': ({ failed, servers }) =>
    `${does(failed.length > 0 ? failed : servers, 'hat', 'haben')} DANE nicht überall durchgesetzt`,
  'some-servers-deliver': (facts) =>
    facts.proven.length > 0 && facts.failed.length > 0
      ? `${share(facts)}; ${named(facts.failed)} nicht`
      : 'Einige Ihrer Server haben DANE nicht durchgesetzt',
  'did-both': ({ servers, deliveredFirst }) =>
    deliveredFirst
      ? `${does(servers, 'hat', 'haben')} DANE zunächst nicht durchgesetzt`
      : `${does(servers, 'hat', 'haben')} nachgegeben und am Ende zugestellt`,
  'clear-at-broken': ({ failed }) =>
    `${does(failed, 'ist', 'sind')} auf unverschlüsselten Versand ausgewichen`,
  'clear-at-valid': ({ failed }) =>
    `${does(failed, 'hat', 'haben')} unverschlüsselt gesendet, wo DANE TLS verlangt`,
  'never-tls': ({ servers }) => `${does(servers, 'sendet', 'senden')} ohne TLS`,
  'valid-refused': ({ failed }) => `${does(failed, 'weist', 'weisen')} einen ${VALID} ab`,
  'valid-missing': (facts) => silentAt(VALID, facts),
  'valid-likely-refused': (facts) => silentAt(VALID, facts),
  'refusals-not-judged': ({ servers }) =>
    `${does(servers, 'hat', 'haben')} abgebrochen, aber der Grund ist offen`,
  'refuses-everything': () => 'Jeder Host wurde abgewiesen',
  'only-refusals': () => 'Es gab nur abgebrochene Verbindungen',
  'only-broken-delivered': () => `Nur der ${BROKEN} hat eine Nachricht bekommen`,
  'only-left': () => 'Es wurde keine Nachricht gesendet',
  'only-trouble': () => 'Keine Sitzung kam weit genug',
};

/** On both mechanisms, where both are known. */
export function overall(facts: OverallFacts): string {
  const { kind, dane, byPolicy, policyServers, isSameServers, daneWins } = facts;
  if (kind === 'mixed' || !isSameServers) {
    const enforced = isSameServers
      ? 'MTA-STS wird durchgesetzt'
      : `${does(policyServers, 'setzt', 'setzen')} MTA-STS durch`;
    return `${headline(dane)}; ${byPolicy ? enforced : 'MTA-STS wurde nicht durchgesetzt'}`;
  }
  const enforces = does(dane.servers, 'setzt', 'setzen');
  switch (kind) {
    case 'both':
      return `${enforces} DANE und MTA-STS durch${daneWins ? '; DANE hat Vorrang' : ''}`;
    case 'dane':
      return `${enforces} DANE durch, MTA-STS aber nicht`;
    case 'mta-sts':
      return `${enforces} nur MTA-STS durch; DANE wird nicht verwendet`;
    case 'neither':
      return `${enforces} weder DANE noch MTA-STS durch`;
  }
}

/** What the headline on both leaves unprotected. */
export function meaning(protection: Protection, { policyWins }: Pick<OverallFacts, 'policyWins'>): string {
  switch (protection) {
    case 'dane':
      return 'Mail an Domains, die nur MTA-STS nutzen, ist nicht geschützt.';
    case 'mta-sts':
      return policyWins
        ? 'Wo eine Domain beides hat, ersetzt MTA-STS DANE, was RFC 8461 §2 verbietet: Diese Mail ist nur so sicher wie die Richtlinie.'
        : 'Mail an Domains, die nur DANE nutzen, ist nicht geschützt.';
    case 'both':
    case 'neither':
      return '';
  }
}

export function mtaSts({ outcome, provisional }: Pick<MtaStsVerdict, 'outcome' | 'provisional'>): string {
  switch (outcome) {
    case 'waiting':
      return 'MTA-STS: Es fehlen noch Nachrichten. Nötig sind mindestens sts-good, sts-none und sts-cert.';
    case 'enforces':
      return provisional ? 'MTA-STS wird anscheinend durchgesetzt.' : 'MTA-STS wird durchgesetzt.';
    case 'does-not-enforce':
      return provisional
        ? 'MTA-STS wird anscheinend nicht durchgesetzt.'
        : 'MTA-STS wurde nicht durchgesetzt.';
    case 'no-tls':
      return 'Mail an Hosts mit MTA-STS-Richtlinie kam ohne TLS.';
    case 'refuses-valid':
      return 'Ein Host mit gültiger MTA-STS-Richtlinie wurde abgewiesen.';
    case 'inconclusive':
      return 'Ob MTA-STS durchgesetzt wird, lässt sich noch nicht sagen: Senden Sie noch einmal an sts-good, sts-none und sts-cert.';
  }
}
