/** The result of a check. */
import { plural } from './shared.js';

export const result = {
  verdict: {
    watching: 'Watching live',
    soFar: 'Verdict so far, may still change',
    final: 'Verdict',
    scenariosSeen: (seen: number, all: number) => `${seen} of ${all} scenarios seen`,
    sameAtMore: (count: number) =>
      `The same at ${count} more ${plural(count, { one: 'scenario', other: 'scenarios' })}, see below.`,
  },
  announce: {
    newObservations: (count: number) => `${count} new observations.`,
    canRelease: 'The queued message can be released now.',
    isReleased: 'The queued message is released with the next retry.',
    stillOpen: 'Still open',
    soFar: 'Verdict so far',
    verdict: 'Verdict',
  },
  addresses: {
    title: (count: number) => `The ${count} addresses`,
    more: (count: number) => `${count} more scenarios can be mailed`,
  },
  matrix: {
    title: (servers: number) => `What your ${servers > 1 ? 'servers' : 'server'} did`,
    scenario: 'Scenario',
    expected: 'Expected',
    seen: 'Seen',
    bySystem: { spf: 'by SPF', 'forward-confirmed': 'by DNS' },
    on: (title: string) => `on ${title}`,
    tally: {
      wrong: (count: number) => `${count} wrong`,
      open: (count: number) => `${count} open`,
      expected: (count: number) => `${count} as expected`,
      untested: (count: number) => `${count} not tested`,
    },
    expectations: { delivered: 'deliver', refused: 'refuse', either: 'either' },
    requirements: { required: 'required', recommended: 'recommended', informational: 'informational' },
    states: {
      waiting: 'Waiting',
      delivered: 'Delivered',
      refused: 'Refused',
      'tls-failed': 'TLS failed',
      rejected: 'No message accepted',
      'not-seen': 'Nothing seen yet',
    },
    results: {
      'not-tested': 'not tested',
      delivered: 'delivered',
      'delivered-in-clear': 'delivered in the clear',
      refused: 'refused',
      'likely-refused': 'probably refused',
      'not-judged': 'not judged',
      rejected: 'no message accepted',
      left: 'left before mailing',
      lost: 'connection lost',
      'tls-failed': 'TLS failed',
    },
  },
  sequence: {
    title: (scenario: string, server: string) => `${scenario}: what ${server} did`,
    resolver: 'resolver',
    host: 'this host',
    step: (from: string, to: string, text: string) => `${from} to ${to}: ${text}`,
    stopsHere: 'DANE stops here',
    mustStopHere: 'A server that enforces DANE stops here.',
    noDnssec: 'TLSA? no DNSSEC',
    neverAsked: 'TLSA? never asked',
    policy: (status: number | null) => `MTA-STS policy: ${status ?? 'no answer'}`,
    noStartTls: 'no STARTTLS',
    noSni: 'no SNI',
    certificate: { delivered: 'cert = TLSA', either: 'certificate', refused: 'cert ≠ TLSA' },
    delivered: '250 delivered',
    error: (code: string) => `error ${code}`,
    reset: 'reset',
    silence: 'silence',
    closedByUs: 'closed by us',
    lost: 'lost',
    hangsUp: 'hangs up',
  },
  fix: {
    headings: {
      'turn-on-dane': 'How to fix it',
      'turn-on-tls': 'How to fix it',
      'turn-on-mta-sts': 'How to turn on MTA-STS as well',
      'keep-policies': 'How to keep MTA-STS policies as required',
      'find-the-fault': 'How to find the reason',
      'require-less': 'If that is not intended',
      queue: 'The queued message',
      'nothing-arrives': 'What to look at',
    },
    next: 'What to do next',
    system: 'Your mail system',
    testAgain: 'Test again',
    newAddresses: 'New addresses, so that no cache and no old queue answers.',
    queueYourself: 'Show, retry or delete it yourself',
  },
  release: {
    button: 'Release the queued message',
    automatically: 'Otherwise automatically at',
    failed: (reason: string) => `That didn't work: ${reason}`,
    'not-yet':
      'Once we have seen your server refuse, you can release that message here: the next retry delivers it.',
    classic:
      'With these classic addresses the queued message cannot be released, because all checks share their host. Delete it from the queue when you have your result.',
    unavailable:
      "This message can't be released: it went to a classic address, whose host all checks share. Only a per-check address, such as `test@TOKEN.wrong.…`, has a host of its own.",
    possible:
      "We can now present a matching certificate on the next retry. The message is delivered and leaves your queue. The verdict doesn't change.",
    released: (time: string | null) =>
      `**Released${time === null ? '' : ` at ${time}`}.** Your server hasn't retried yet; it may take minutes or hours.`,
    delivered: (time: string | null) => `**Delivered${time === null ? '' : ` at ${time}`}.**`,
    expired: '**Nothing was delivered within a day.** Delete the message from your queue.',
    usedUp: (scenarios: string) =>
      `The release is over at ${scenarios}: the usual certificate is presented there again, and this check can't release another message there. To test that again, [start a new check](/).`,
  },
  strangers: {
    title: 'Somebody looked',
    others: (count: number) => `${count} other ${plural(count, { one: 'client', other: 'clients' })}`,
    besideServers:
      "These connected to this check's hosts too, but delivered nothing where delivery is allowed. They prove nothing about your servers.",
    alone:
      "These connected to this check's hosts. None has delivered a message where delivery is allowed, so we can't tell yet whether they are yours.",
    andMore: (count: number) => `and ${count} more.`,
  },
  reports: {
    title: 'TLS reports from your server',
    later: 'a day later',
    count: (count: number) => `${count} ${plural(count, { one: 'report', other: 'reports' })}`,
    none: (day: string) =>
      `Some mail systems report once a day how their TLS connections went (RFC 8460). If yours does, its report about these addresses appears here, beside what we saw. Reports usually come the next day; this link works until ${day}.`,
    about: 'What your server reported, beside what we saw. Reports change no verdict.',
    period: (from: string, to: string) => (from === to ? from : `${from} to ${to}`),
    signed: (domain: string) => `Signed by ${domain}.`,
    unsigned: 'Not signed: anyone could have written it.',
    matched: {
      address:
        'It names no check. It is here because an address that it names, or that sent it, mailed this check at that time. Its numbers may include other checks.',
      domain:
        'It names neither a check nor a sending address. It is here because the domain that signed it is your sender’s, and mailed only this check at that time.',
      'domain-unsure':
        'It names neither a check nor a sending address, only an organisation whose domain is your sender’s. It isn’t signed by that domain, or several checks were mailed from there, so it may not be about this check.',
    },
    fitting: (types: string) => `Fits here: ${types}.`,
    reported: (policy: string, successes: number, failures: number) =>
      `Reported (${policy}): ${successes} good, ${failures} failed.`,
    seen: (delivered: number, failed: number) => `Seen: ${delivered} delivered, ${failed} failed.`,
  },
  about: {
    title: 'Keep or share',
    aside: 'link, JSON, badge, privacy',
    badge: (mechanism: string) => `Badge: ${mechanism} (SVG)`,
    privacy: (day: string) =>
      `**Privacy.** We keep what you see here: IP addresses and names of the servers that connected, TLS details, sender and recipient addresses, the Message-ID and date of each message. The text of your message is never stored. It is deleted on ${day}; until then, anyone with the link can see it. The log of this server names the servers that connected as well.`,
  },
};
