/** Questions that visitors ask, for the page and docs/faq.md. Settings and commands stand between backticks. */
export interface FaqEntry {
  readonly question: string;
  /** Paragraphs. */
  readonly answer: readonly string[];
}

export const faq: readonly FaqEntry[] = [
  {
    question: 'What does a check test?',
    answer: [
      'Whether your mail server, when it sends, uses DANE (RFC 7672): it must not deliver to a host whose certificate does not match the TLSA records that the host publishes in signed DNS.',
      'Other checkers test how you receive. This one is the receiver, so it sees what your server does when a certificate is wrong.',
    ],
  },
  {
    question: 'Why is one of my messages stuck in the queue?',
    answer: [
      'Because your server did the right thing. It refused a certificate that does not match, kept the message and retries later. That is the proof we are looking for.',
      'A few minutes after the refusal we present a matching certificate to the next retry, and the message leaves the queue. You can release it earlier on the result page, or delete it: the help page has the command for your mail system.',
    ],
  },
  {
    question: 'What does “enforces DANE” promise, and what does it not?',
    answer: [
      'That every server we saw delivered where the certificate matches and refused where it does not. Mail to domains that publish TLSA records is then protected against attackers on the network.',
      'It says nothing about domains without TLSA records: mail to them is at best encrypted to whichever server answers. Nor does it say anything about servers of yours that the test message did not go through.',
    ],
  },
  {
    question: 'My log says that the certificate was refused, but the result is not “proven”. Why?',
    answer: [
      'We count a refusal only if we saw one: a TLS alert about the certificate, or a clean close right after the handshake. A connection that is reset, times out or breaks in another way looks just like a network fault.',
      'Silence is never proof either: a slow queue looks like a server that refuses.',
      'In other cases the page says what is missing. If you have several servers, or one with several names (EHLO), each must be seen to deliver and to refuse, so send a few more messages. Otherwise start a new check and mail all its addresses within 30 seconds.',
    ],
  },
  {
    question: 'Why does Postfix with `smtp_tls_security_level = dane` fail?',
    answer: [
      'Usually because `smtp_dns_support_level = dnssec` is missing. Postfix then never asks for TLSA records, and nothing in its log says so. The other common cause is a resolver in `/etc/resolv.conf` that does not validate DNSSEC.',
    ],
  },
  {
    question: 'We send through several servers, or through a relay. What is tested?',
    answer: [
      'The server that connects to us: the last one on the way out. Behind a smart host that is the smart host, and only its operator can turn on DANE.',
      'With several outbound servers, send one message from each. Label them on the start page: the label becomes the part before the @ and names the server in the result. The weakest server decides the verdict.',
    ],
  },
  {
    question: 'Can I test Gmail, Exchange Online or another hosted service?',
    answer: [
      'Yes, send from a mailbox there. Exchange Online enforces DANE for all outbound mail. Gmail does not use DANE; it enforces MTA-STS instead, which a full check tests too if this instance offers it.',
    ],
  },
  {
    question: 'Nothing arrives. What now?',
    answer: [
      'Look at the queue and the log of your server. The usual reasons are a blocked outbound port 25, a failing resolver, greylisting at a relay, or a message that did not go to every address.',
    ],
  },
  {
    question: 'What is stored, and who can see it?',
    answer: [
      'IP addresses and names of the servers that connected, TLS details, sender and recipient addresses, and the Message-ID and date of each message. The text of your message is never stored. Anyone with the link to the result can see it until it is deleted.',
    ],
  },
  {
    question: 'Can I run this from cron or CI?',
    answer: [
      'Yes. `POST /api/checks` creates a check, `GET /check/TOKEN/mail` returns the message for `sendmail -t`, and `GET /api/checks/TOKEN` returns the verdict as JSON. The API documentation is linked at the bottom of every page.',
    ],
  },
];
