/**
 * Every parser of what strangers send, as a function of octets. The tests beside it give each the same hostile octets, and
 * docs/dev/reliability.md lists them; a new one is a line here.
 */
import { Readable } from 'node:stream';

import { parseHostName, parseQueryName } from '#checks';
import { loadConfig } from '#config';
import { describeCertificate, parseTlsa } from '#dane';
import { DNSTAP_CONTENT_TYPE, FrameStreamReceiver, readDnstap } from '#dnstap';
import { readMtaStsPolicy, readMtaStsRecord } from '#mta-sts';
import { printableJson } from '#text';
import { beyondMimeBounds, readTlsRptRecord } from '#tlsrpt';

import { isOwnHost } from '../../apps/api/src/admin/own-host.js';
import { lookUpConfirmedDomain, lookUpSpf } from '../../apps/api/src/checks/systems/address-lookups.js';
import { parseJsonBody } from '../../apps/api/src/http/json-body.middleware.js';
import { beyondEventBounds } from '../../apps/api/src/live/event-arguments.js';
import { forwardedMessage } from '../../apps/api/src/operator/mail/forwarded-message.js';
import { forwardingLoop } from '../../apps/api/src/operator/mail/forwarding-loop.js';
import { localParser } from '../../apps/api/src/operator/parsing/local-parser.js';
import { checkDkim } from '../../apps/api/src/operator/reports/dkim-check.js';
import { boundedRecords } from '../../apps/api/src/operator/reports/resolve-txt.js';
import { readMailDomain } from '../../apps/api/src/probes/mail-domain.js';
import { ClientAddresses } from '../../apps/api/src/security/client-addresses.js';
import { formatMessage } from '../../apps/cli/src/mail/format-message.js';
import { messageView } from '../../apps/cli/src/mail/message-view.js';
import { tokenFilter } from '../../apps/dns/src/queries/token-filter.js';
import { readMessage } from '../../apps/smtp/src/messages/message-reader.js';
import { contentBudget, KeptContent } from '../../apps/smtp/src/operator/kept-content.js';
import { readQuotedLocalPart } from '../../apps/smtp/src/receiver/lenient-connection.js';
import { RecipientsService } from '../../apps/smtp/src/recipients/recipients.service.js';
import { failureReason, receivedAlert } from '../../apps/smtp/src/session/tls-alert.js';
import { readClientHello } from '../../apps/smtp/src/tls/client-hello.js';
import { readResponse } from '../../libs/protocol/dns/src/message/response.js';
import { createQuery } from '../../libs/protocol/dns/src/message/query.js';
import { readRecords } from '../../libs/protocol/dns/src/message/read-records.js';
import { MessageReader } from '../../libs/protocol/dns/src/transport/message-reader.js';
import { ReplyReader } from '../../libs/protocol/smtp-client/src/smtp-connection.js';

const DOMAIN = 'dane.example';
const NOW = Date.parse('2026-06-01');

const recipients = new RecipientsService(DOMAIN, {} as never, {} as never, {} as never);
const clients = new ClientAddresses(loadConfig({ TRUSTED_PROXIES: '127.0.0.1' }));
const findToken = tokenFilter(DOMAIN);
const QUERY = createQuery('mx.example.org', 'TXT', { recursion: true, checkingDisabled: false });

/** One character for each octet, as protocols have text. */
const text = (octets: Buffer): string => octets.toString('latin1');

function* chunks(octets: Buffer, size: number): Generator<Buffer> {
  for (let at = 0; at < octets.length; at += size) yield octets.subarray(at, at + size);
}

function replies(octets: Buffer): void {
  const reader = new ReplyReader();
  for (const chunk of chunks(octets, 1_000)) {
    reader.add(chunk);
    for (let read = reader.next(); read.kind !== 'incomplete'; read = reader.next())
      if (read.kind === 'malformed') return;
  }
}

function frames(octets: Buffer): void {
  const receiver = new FrameStreamReceiver(DNSTAP_CONTENT_TYPE);
  for (const chunk of chunks(octets, 1_000))
    for (const event of receiver.receive(chunk)) if (event.kind === 'data') readDnstap(event.payload);
}

function dnsMessage(octets: Buffer): void {
  const reader = new MessageReader();
  for (const chunk of chunks(octets, 1_000)) {
    const message = reader.read(chunk);
    if (message === undefined) continue;
    const read = readResponse(message, QUERY);
    if (read.kind === 'response') readRecords(read.response.answers, QUERY.name, 'TXT');
    return;
  }
}

function kept(octets: Buffer): void {
  const content = new KeptContent(contentBudget(3 * 1_048_576), '192.0.2.1', 1_048_576);
  for (const chunk of chunks(octets, 100)) content.add(chunk);
  content.release();
}

const operatorMessage = (content: Buffer) => ({
  ...{
    id: 1,
    receivedAt: NOW,
    readAt: null,
    attempts: 0,
    unfinished: 0,
    dueAt: null,
    problem: text(content),
  },
  ...{ clientAddress: '192.0.2.1', clientName: text(content), tlsVersion: null, mailFrom: text(content) },
  ...{ recipients: ['postmaster@dane.example'], purpose: 'mail' as const, content },
});

/** DNS of a stranger, in which every name has this text. */
const answering = (record: string) => (_name: string, type: string) =>
  Promise.resolve(type === 'TXT' ? [[record]] : []);

const UNSIGNED =
  'From: a@a.example\r\nDKIM-Signature: v=1; a=rsa-sha256; d=a.example; s=s1; h=from; bh=AAAA; b=AAAA\r\n\r\n';

/** Who sends it, and what makes something of it. Promises are awaited. */
export const PARSERS = {
  // Clients of the receiver.
  'SMTP: recipient': (octets) => recipients.parse(`${text(octets)}@do.${DOMAIN}`),
  'SMTP: host of a recipient': (octets) => recipients.parse(`test@${octets.toString('utf8')}`),
  'SMTP: quoted local part': (octets) => readQuotedLocalPart(`RCPT TO:${text(octets)}`),
  'SMTP: message': (octets) => readMessage(Readable.from(chunks(octets, 1_000)), 10_000_000, () => 0),
  'SMTP: message to the operator': kept,
  'TLS: ClientHello': (octets) => readClientHello(octets),
  'TLS: server name': (octets) => parseHostName(text(octets), DOMAIN),
  'TLS: error of OpenSSL': (octets) => {
    const error = new Error(text(octets));
    return [receivedAlert(error), failureReason(error)];
  },
  // Whoever asks the name server.
  'dnstap: stream': frames,
  'dnstap: payload': (octets) => readDnstap(octets),
  'dnstap: token in a payload': (octets) => findToken(octets),
  'dnstap: name that is asked for': (octets) => parseQueryName(text(octets), DOMAIN),
  // Visitors.
  'HTTP: JSON body': (octets) => parseJsonBody(octets),
  'HTTP: X-Forwarded-For': (octets) =>
    clients.of({
      socket: { remoteAddress: '127.0.0.1' },
      headers: { 'x-forwarded-for': text(octets) },
    } as never),
  'HTTP: Host': (octets) => isOwnHost(text(octets)),
  'HTTP: domain to probe': (octets) => readMailDomain(octets.toString('utf8')),
  'Socket.IO: arguments of an event': (octets) => beyondEventBounds([text(octets), [text(octets)]]),
  // Reporters, and whoever writes to the operator.
  'TLSRPT: report': (octets) => localParser.report(octets, NOW),
  'mail: MIME bounds': (octets) => beyondMimeBounds(octets),
  'mail: report': (octets) => localParser.reportMail(octets, {}, NOW),
  'mail: header': (octets) => localParser.mailHeader(octets),
  'mail: DKIM signature': (octets) => {
    const mail = Buffer.concat([Buffer.from('DKIM-Signature: v=1;'), octets]);
    return beyondMimeBounds(mail) ?? checkDkim(mail, null, () => Promise.resolve([]));
  },
  'mail: DKIM key in DNS': (octets) =>
    checkDkim(Buffer.from(UNSIGNED), null, () => Promise.resolve(boundedRecords([[text(octets)]]))),
  'mail: loop': (octets) => forwardingLoop(octets, DOMAIN),
  'mail: message to forward': (octets) => {
    const { subject } = { subject: text(octets) };
    const names = { domain: DOMAIN, to: 'a@a.example', from: undefined };
    return forwardedMessage(operatorMessage(octets), { subject, author: subject }, names);
  },
  'mail: message to show': async (octets) => formatMessage(await messageView(operatorMessage(octets))),
  // Owners of what senders claim to be.
  'DNS: EHLO name': (octets) => lookUpConfirmedDomain(answering(''), '192.0.2.1', text(octets)),
  'DNS: SPF record': (octets) => lookUpSpf(answering(`v=spf1 ${text(octets)}`), '192.0.2.1', 'a.example'),
  'DNS: name in an SPF record': (octets) =>
    lookUpSpf(answering(`v=spf1 exists:a.${text(octets)} -all`), '192.0.2.1', 'a.example'),
  // Whoever is probed.
  'DNS: message': (octets) => readResponse(octets, QUERY),
  'DNS: messages over TCP': dnsMessage,
  'SMTP: replies': replies,
  'TLS: certificate': (octets) => describeCertificate(octets),
  'MTA-STS: record': (octets) => readMtaStsRecord([`v=STSv1;${text(octets)}`]),
  'MTA-STS: policy': (octets) => readMtaStsPolicy(octets.toString('utf8')),
  'TLSRPT: record': (octets) => readTlsRptRecord([`v=TLSRPTv1;${text(octets)}`]),
  'TLSA: record': (octets) => parseTlsa(text(octets)),
  // All of them, on every way out.
  'text that is shown': (octets) => printableJson({ [text(octets)]: octets.toString('utf8') }),
} as const satisfies Readonly<Record<string, (octets: Buffer) => unknown>>;

export type ParserName = keyof typeof PARSERS;

/** For the thread that has little memory. */
export async function parse(name: ParserName, octets: Buffer): Promise<void> {
  await PARSERS[name](octets);
}
