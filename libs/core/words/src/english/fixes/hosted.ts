import type { FixGuide } from '../../fix-guide.js';

const ASK = {
  text: 'Ask the provider. A hosted service decides for all its customers; there is no setting of yours for this.',
} as const;

export const gmailHosted: FixGuide = {
  name: 'Gmail and hosted',
  about:
    "Gmail and Google Workspace don't use DANE for outgoing mail; they verify by MTA-STS. At other hosted services it is the provider who switches DANE on.",
  topics: {
    'turn-on-dane': [
      {
        text: "You can't turn this on yourself. Ask the provider whether its servers enforce DANE (RFC 7672).",
      },
      {
        text: 'If it matters for some domains, route their mail through a relay of your own that enforces DANE. In Google Workspace: Apps › Gmail › Hosts, then Routing.',
      },
    ],
    'turn-on-tls': [ASK],
    'find-the-fault': [
      {
        text: 'The bounce or delay notice names the reason. In Google Workspace: Reporting › Email log search.',
      },
      ASK,
    ],
    'require-less': [
      { text: 'In Google Workspace, look at Apps › Gmail › Compliance › Secure transport (TLS) compliance.' },
      ASK,
    ],
    queue: [
      { text: "You can't see or empty this queue. The service retries for days, then returns the message." },
    ],
    'nothing-arrives': [
      {
        text: 'Wait for a delay notice, or look at the log that the provider offers (Google Workspace: Reporting › Email log search).',
      },
    ],
  },
};
