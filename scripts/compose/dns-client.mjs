/** What a resolver on the internet asks of the appliance's name server. */
import { createHash } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect } from 'node:net';

import dnsPacket from 'dns-packet';

const TIMEOUT_MS = 5000;

/**
 * Asks with the DO bit set, as a resolver that validates does (RFC 4035 §4.1).
 *
 * @param {{ host: string, from?: string, transport?: 'udp' | 'tcp', timeoutMs?: number, recursion?: boolean }} where `from`: the address of the resolver
 * @returns {Promise<dnsPacket.DecodedPacket>}
 */
export async function ask(
  name,
  type,
  { host, from = '127.0.0.35', transport = 'udp', timeoutMs = TIMEOUT_MS, recursion = false },
) {
  const query = {
    type: 'query',
    id: Math.floor(Math.random() * 65_536),
    flags: recursion ? dnsPacket.RECURSION_DESIRED : 0,
    questions: [{ name, type }],
    additionals: [{ type: 'OPT', name: '.', udpPayloadSize: 1232, flags: dnsPacket.DNSSEC_OK, options: [] }],
  };
  const answer = await (transport === 'udp'
    ? askByUdp(query, host, from, timeoutMs)
    : askByTcp(query, host, from, timeoutMs));
  if (answer.id !== query.id) throw new Error(`${name} ${type}: the answer belongs to another question`);
  return answer;
}

async function askByUdp(query, host, from, timeoutMs) {
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
  try {
    socket.bind({ address: from });
    await once(socket, 'listening');
    socket.send(dnsPacket.encode(query), 53, host);
    const [answer] = await once(socket, 'message', { signal: AbortSignal.timeout(timeoutMs) });
    return dnsPacket.decode(answer);
  } finally {
    socket.close();
  }
}

async function askByTcp(query, host, from, timeoutMs) {
  const socket = connect({ host, port: 53, localAddress: from, signal: AbortSignal.timeout(timeoutMs) });
  try {
    socket.write(dnsPacket.streamEncode(query));
    let received = Buffer.alloc(0);
    for await (const chunk of socket) {
      received = Buffer.concat([received, chunk]);
      // Two octets of length come first (RFC 1035 §4.2.2).
      if (received.length > 2 && received.length >= 2 + received.readUInt16BE(0)) break;
    }
    return dnsPacket.streamDecode(received);
  } finally {
    socket.destroy();
  }
}

/** The digest of a DS record of SHA-256 for this key of the zone (RFC 4034 §5.1.4), in upper-case hexadecimal. */
export function dsDigest(domain, { flags, algorithm, key }) {
  const head = Buffer.from([flags >> 8, flags & 255, 3, algorithm]);
  const owner = dnsPacket.name.encode(domain);
  return createHash('sha256').update(owner).update(head).update(key).digest('hex').toUpperCase();
}
