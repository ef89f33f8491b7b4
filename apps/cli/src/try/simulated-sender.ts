/** One message to one address, sent the way a persona would. */
import type { DetailedPeerCertificate, TLSSocket } from 'node:tls';

import { matchTlsa } from '#dane';
import type { TlsaRecord } from '#dns';

import type { Persona } from './personas.js';
import { SmtpDialogue } from './smtp-dialogue.js';

export const SIMULATED_SENDER_NAME = 'simulated-sender.invalid';

export interface Envelope {
  readonly address: string;
  /** Of the receiver: where the real sender would find it by DNS. */
  readonly receiver: { readonly host: string; readonly port: number };
  /** The TLSA records of the address's host. */
  readonly tlsa: readonly TlsaRecord[];
}

export type SendResult =
  { readonly kind: 'delivered'; readonly how: string } | { readonly kind: 'refused'; readonly why: string };

/** Throws when the receiver cannot be reached or answers with an error. */
export async function sendAs(persona: Persona, envelope: Envelope): Promise<SendResult> {
  const { host, port } = envelope.receiver;
  const session = await SmtpDialogue.open(host, port);
  try {
    await session.command(`EHLO ${SIMULATED_SENDER_NAME}`, 250);
    if (persona === 'plain') {
      await transfer(session, envelope.address);
      return { kind: 'delivered', how: 'in the clear' };
    }
    return await sendOverTls(persona, session, envelope);
  } finally {
    await session.close();
  }
}

async function sendOverTls(
  persona: Exclude<Persona, 'plain'>,
  session: SmtpDialogue,
  { address, tlsa }: Envelope,
): Promise<SendResult> {
  // As Postfix does: the server name is sent where TLSA records apply (RFC 7672 §8.1), and not otherwise.
  const enforced = persona === 'dane' && tlsa.length > 0;
  const socket = await session.startTls(enforced ? address.slice(address.lastIndexOf('@') + 1) : undefined);
  if (enforced && !isAuthenticated(socket, tlsa)) {
    return { kind: 'refused', why: `none of ${tlsa.length} TLSA records matches the certificate` };
  }
  await session.command(`EHLO ${SIMULATED_SENDER_NAME}`, 250);
  await transfer(session, address);
  return {
    kind: 'delivered',
    how: `over ${socket.getProtocol() ?? 'TLS'}${enforced ? ', certificate matched' : ''}`,
  };
}

function isAuthenticated(socket: TLSSocket, tlsa: readonly TlsaRecord[]): boolean {
  const chain = presentedChain(socket.getPeerCertificate(true));
  return tlsa.some((record) => matchTlsa(record, chain).outcome === 'match');
}

/** The certificates as DER, leaf first. Node links a self-signed one to itself, and the last of an incomplete chain to nothing. */
function presentedChain(leaf: DetailedPeerCertificate): Uint8Array[] {
  const chain = new Map<string, Uint8Array>();
  let current: Partial<DetailedPeerCertificate> | undefined = leaf;
  while (current?.raw !== undefined && !chain.has(current.raw.toString('hex'))) {
    chain.set(current.raw.toString('hex'), current.raw);
    current = current.issuerCertificate;
  }
  return [...chain.values()];
}

async function transfer(session: SmtpDialogue, address: string): Promise<void> {
  await session.command(`MAIL FROM:<simulated@${SIMULATED_SENDER_NAME}>`, 250);
  await session.command(`RCPT TO:<${address}>`, 250);
  await session.command('DATA', 354);
  await session.command(messageTo(address), 250);
  await session.command('QUIT', 221);
}

function messageTo(address: string): string {
  return [
    `From: Simulated sender <simulated@${SIMULATED_SENDER_NAME}>`,
    `To: <${address}>`,
    'Subject: Simulated message of HaveDane',
    `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <${crypto.randomUUID()}@${SIMULATED_SENDER_NAME}>`,
    '',
    'This message was sent by the simulated sender of HaveDane.',
    '.',
  ].join('\r\n');
}
