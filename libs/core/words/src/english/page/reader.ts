/** The pages to read: the catalogue, help, and who runs the instance. Settings and commands stand between backticks. */
import type { FailingSender } from '../../known-failures.js';
import type { FixTopic } from '../../language.js';
import type { Need } from '#scenarios';

const headings: Readonly<Record<FixTopic, string>> = {
  'turn-on-dane': 'Turn on DANE',
  'turn-on-tls': 'Turn on TLS',
  'turn-on-mta-sts': 'Turn on MTA-STS',
  'keep-policies': 'Keep MTA-STS policies (sts-id, sts-gone)',
  'find-the-fault': 'Mail to hosts with valid DANE is refused or missing',
  'require-less': 'DANE is required everywhere',
  queue: 'The queued message',
  'nothing-arrives': 'Nothing arrives',
};

/** What an instance lacks for a scenario that it does not offer. */
const needs: Readonly<Record<Need | 'public-certificate' | 'dns-state', string>> = {
  'own-dns': "the appliance's own name server",
  'policy-host': 'MTA-STS policy hosts',
  'second-address': 'a further IP address, for it alone',
  ipv4: 'an IPv4 address',
  ipv6: 'an IPv6 address',
  'public-certificate': 'certificates of a public CA, which it has not got yet',
  'dns-state': 'DNS that answers as planned',
};

const failures: Readonly<Record<FailingSender, string>> = {
  'without-dane': 'Every sender without DANE, such as Gmail',
  'postfix-without-dnssec': 'Postfix without `smtp_dns_support_level = dnssec`',
  'exim-without-trust-ad': 'Exim without `options trust-ad` in `/etc/resolv.conf`',
  sendmail: 'Sendmail 8.17, which knows records of the form `3 1 x` alone',
};

export const reader = {
  scenarios: {
    title: 'Scenarios',
    description:
      'The hosts that a check mails: what is wrong at each, what RFC 7672 asks of a sender, and which mail servers are known to fail.',
    lead: 'Each scenario is a receiving host whose DNS and TLS state is known, so what a server does there shows what it checks. Only required scenarios decide the verdict.',
    expected: {
      delivered: 'A conforming sender delivers',
      refused: 'A conforming sender refuses and retries later',
      elsewhere: 'A conforming sender refuses it, and delivers to the other host or address',
      either: 'A conforming sender may deliver or refuse',
    },
    requirements: { required: 'required', recommended: 'recommended', informational: 'informational' },
    fromLevel: (level: string) => `from level ${level}`,
    otherwise: 'If it does not:',
    notOffered: (need: string) => `Not offered by this instance: it needs ${need}.`,
    needs,
    knownToFail: (senders: string) => `Known to fail: ${senders}.`,
    failures,
    test: 'Test your server',
  },
  help: {
    title: 'Help',
    description:
      'How to turn on DANE for outgoing mail in Postfix, Exim, Exchange and other mail servers, questions and answers, and a glossary.',
    fix: 'Fix your mail system',
    fixLead:
      'What to set, how to try it, and what to do with the message that waits in the queue. Where we have not measured a system, this follows its documentation.',
    questions: 'Questions',
    glossary: 'Glossary',
    fixTitle: (system: string) => `${system}: DANE for outgoing mail`,
    headings,
  },
  about: {
    title: 'About this instance',
    description: 'Who runs this instance of HaveDane, what it stores and for how long, and its version.',
    operator: 'Operator',
    tests: (domain: string) => `This instance tests mail for \`${domain}\`.`,
    contact: 'Reach its operator at',
    privacy: 'Privacy',
    stores: (days: number) =>
      `A check stores IP addresses and names of the servers that connected, TLS details, sender and recipient addresses, and the Message-ID and date of each message. The text of a message is never stored. Anyone with the link to a result can see it. It is deleted after ${days} ${days === 1 ? 'day' : 'days'}.`,
    remembers:
      'The log of the receiver names the servers that connected as well. The pages load nothing from elsewhere, and set one cookie, `language`, when you choose another language; your browser remembers which mail system and how many scenarios you chose.',
    version: 'Version',
    licence: (version: string) => `HaveDane ${version}, MIT licence.`,
    conceivedAt: 'HaveDane was conceived at',
    independent: 'This is an independent implementation.',
  },
};
