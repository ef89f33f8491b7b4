import type { FixTexts } from '../../fix-guide.js';
import {
  RELAY,
  STS_RELAY,
  SHOW_QUEUE,
  RETRY,
  DELETE,
  POLICIES_ELSEWHERE,
  POLICIES_HOSTED,
} from './common.js';

const ASK =
  'Ask the provider. A hosted service decides for all its customers; there is no setting of yours for this.';
const SEE = 'See that it validates: the first answer has the flag `ad`, the second is SERVFAIL.';

export const hosted: Pick<FixTexts, 'exchange-online' | 'exchange-server' | 'gmail-hosted' | 'resolver'> = {
  'exchange-online': {
    about:
      'Exchange Online enforces DANE for all mail that it sends itself; there is nothing to turn on. If the message was delivered, something other than Exchange Online sent it.',
    topics: {
      'turn-on-dane': [
        'Look for an outbound connector to a smart host, gateway or filter: that system sends, so fix it there.',
      ],
      'turn-on-tls': [
        'Exchange Online uses TLS whenever it is offered. Look for a gateway between it and the internet that strips STARTTLS:',
      ],
      'turn-on-mta-sts': [
        'According to Microsoft, Exchange Online enforces MTA-STS for all mail that it sends itself; there is nothing to turn on. Look for an outbound connector to a smart host, gateway or filter, and fix it there:',
      ],
      'keep-policies': [POLICIES_HOSTED],
      'find-the-fault': [
        'The message trace gives the reason: 4/5.7.322 certificate expired, 4/5.7.323 tlsa-invalid, 4/5.7.324 dnssec-invalid.',
      ],
      'require-less': [
        'Exchange Online uses DANE only where it is offered. Look for a connector whose TlsSettings demand a trusted certificate (CertificateValidation, DomainValidation), or for a gateway that requires DANE.',
      ],
      queue: [
        "You can't see or empty this queue. Exchange Online retries for 24 hours, then returns the message to its sender.",
      ],
      'nothing-arrives': ['Look at the message trace:'],
    },
  },
  'exchange-server': {
    about: 'Exchange Server (2016, 2019 and Subscription Edition) does not support DANE for outgoing mail.',
    topics: {
      'turn-on-dane': [RELAY],
      'turn-on-tls': ['Exchange Server uses TLS when it is offered, unless a connector ignores it:'],
      'turn-on-mta-sts': ['Microsoft documents no MTA-STS for its outgoing mail.', STS_RELAY],
      'keep-policies': [POLICIES_ELSEWHERE],
      'find-the-fault': [
        'Look at the last error of the queue and at the connector. `TlsAuthLevel` above EncryptionOnly demands a public certificate.',
      ],
      'require-less': [
        'Exchange Server cannot require DANE: a connector demands a public certificate, or a relay behind it requires DANE.',
      ],
      queue: [SHOW_QUEUE, RETRY, DELETE],
      'nothing-arrives': ['Is it in the queue, and is outbound port 25 open?'],
    },
  },
  'gmail-hosted': {
    about:
      "Gmail and Google Workspace don't use DANE for outgoing mail; they use MTA-STS. At other hosted services only the provider can turn DANE on.",
    topics: {
      'turn-on-dane': [
        "You can't turn this on yourself. Ask the provider whether its servers enforce DANE (RFC 7672).",
        'If it matters for some domains, route their mail through a relay of your own that enforces DANE. In Google Workspace: Apps › Gmail › Hosts, then Routing.',
      ],
      'turn-on-tls': [ASK],
      'turn-on-mta-sts': [
        'According to Google, Gmail and Google Workspace enforce MTA-STS; there is nothing to turn on. If the message was delivered, something else sent it.',
        ASK,
      ],
      'keep-policies': [POLICIES_HOSTED],
      'find-the-fault': [
        'The bounce or delay notice names the reason. In Google Workspace: Reporting › Email log search.',
        ASK,
      ],
      'require-less': [
        'In Google Workspace, look at Apps › Gmail › Compliance › Secure transport (TLS) compliance.',
        ASK,
      ],
      queue: ["You can't see or empty this queue. The service retries for days, then returns the message."],
      'nothing-arrives': [
        'Wait for a delay notice, or look at the log that the provider offers (Google Workspace: Reporting › Email log search).',
      ],
    },
  },
  resolver: {
    about:
      'DANE works only with a resolver that validates DNSSEC, and the path to it must be private: run it on the mail server itself.',
    topics: {
      'turn-on-dane': [
        'Unbound: install it on the mail server itself. Debian and Ubuntu turn validation on.',
        'Point `/etc/resolv.conf` at it, with `trust-ad`, so that programs see the AD flag:',
        SEE,
        'systemd-resolved: set this in `/etc/systemd/resolved.conf` and restart it; “authenticated: yes” must show. Unbound is the safer choice for a mail server.',
      ],
      'turn-on-tls': [SEE],
      'turn-on-mta-sts': [
        'MTA-STS needs no DNSSEC, so there is nothing to set in the resolver. Choose your mail system.',
      ],
      'keep-policies': [
        'TXT records of policies live for a minute at `sts-id` and `sts-gone`. Look for a resolver that keeps them longer:',
      ],
      'find-the-fault': [
        SEE,
        'If it validates but this lookup fails, a firewall may drop large answers or TCP port 53:',
      ],
      'require-less': [SEE],
      queue: ['A resolver has no mail queue. Choose your mail system.'],
      'nothing-arrives': ['Does it resolve the host at all?'],
    },
  },
};
