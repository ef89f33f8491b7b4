/** Before a server is seen: the start screen, and how to mail the addresses. */
import { plural } from './shared.js';

export const sending = {
  title: 'Does your mail server verify who it delivers to?',
  lead: "Send one message. You'll see, usually within seconds and with evidence, whether your server enforces DANE.",
  loading: 'Getting your check…',
  sendToAll: (count: number) => `Send one message to all ${count} addresses`,
  whatIsDane: 'What is DANE?',
  aboutDane:
    "Mail servers encrypt to each other, but by default they accept any certificate, so anyone who controls the network in between can impersonate the recipient's server. With DANE, the recipient publishes in DNSSEC-signed DNS (a TLSA record) which certificate is its own, and a sender that enforces it delivers to nobody else.",
  listening: 'Listening.',
  connectionsShowUp: 'Connections show up here as they happen.',
  willQueue: (count: number) =>
    `If your server enforces DANE, ${plural(count, { one: 'one of the messages waits', other: `${count} messages wait` })} in its queue for some minutes. That's normal.`,
  noQueue: {
    summary: 'Test without a message in your queue',
    text: 'Mail these addresses instead. A server that enforces DANE refuses the first mail server of the last one and delivers to its second: proof, and nothing waits.',
    about: 'the addresses that leave no message queued',
  },
  howMuch: 'How much to test',
  sendFrom: 'Send from',
  ways: { 'mail-app': 'Mail app', webmail: 'Webmail', outlook: 'Outlook', command: 'Terminal' },
  aboutAddress: (title: string) => `the address ${title}`,
  andMore: (count: number) => `and ${count} more`,
  label: {
    summary: 'Several servers? Label them',
    field: 'Label of the sending server, such as mx1',
    hint: 'It becomes the part before the @, and names the server in the result. Send one message with each.',
    unusable: 'Use up to 32 letters, digits and hyphens.',
  },
  actions: {
    copyAll: (count: number) => `Copy all ${count}`,
    copyAllForOutlook: (count: number) => `Copy all ${count} with ;`,
    openMailApp: 'Open in mail app',
    mailAppHint: 'Any subject and text will do. The addresses are unique to this check.',
    mailAppCuts:
      'Some mail apps cut a list this long: if one address is missing there, copy them all instead.',
    webmailHint: 'Or copy the addresses, separated by commas, into any other webmail.',
    outlookOnTheWeb: 'Outlook on the web',
    outlookHint:
      'Outlook for Windows separates addresses by semicolons. The draft is a file that opens as a new message.',
    downloadDraft: 'Download draft (.eml)',
    commandHint: 'On the server itself: Postfix, Exim, Sendmail, OpenSMTPD and msmtp all have sendmail.',
    copyCommand: 'Copy command',
    qrCode: 'QR code',
    qrCodeOpens: 'QR code that opens this page',
    opensOnPhone: 'Opens this page on your phone.',
  },
  mail: { subject: 'DANE check', body: (url: string) => `Result: ${url}` },
  local: {
    text: 'This instance runs on your own machine, where mail from outside does not arrive. A simulated sender can mail this check instead, as `dane`, `tls` or `plain`:',
    aboutCommand: 'the command',
  },
  missing: {
    soon: {
      title: 'Nothing yet? Look at your queue',
      text: 'If you have sent the message, your server has it. Greylisting and slow DNS are the usual reasons for a short delay.',
    },
    long: {
      title: 'Still nothing: the mail is stuck before us',
      text: "Usual reasons: outbound port 25 is blocked, the resolver fails, or the message never left the mail app. Your server's log names the address and the reason.",
    },
  },
  connection: {
    meanwhile: 'We keep watching your mail server.',
    expired: 'This check has expired and was deleted from the server. What you see is the last state.',
  },
  problems: {
    unknown: {
      title: 'No such check',
      text: "It doesn't exist or has expired: checks are deleted after some days.",
    },
    tooMany: {
      title: 'Too many checks',
      text: (retry: string) => `Your network has started many checks in a short time. ${retry}`,
    },
    nothingLost: 'Nothing that was seen is lost.',
    notYourServer: 'This is not about your mail server.',
    cannotBeReached: 'The server cannot be reached just now.',
  },
  tab: {
    waiting: 'Waiting for your mail',
    seen: (seen: number, all: number) => `${seen} of ${all} seen`,
    soFar: ', so far',
    mtaStsOnly: 'enforces MTA-STS only',
  },
};
