/** What a server of the zone above says about a zone below it. */
import dnsPacket from 'dns-packet';
import { expect, it, onTestFinished } from 'vitest';

import { askReferral } from '#dns';

import { startScriptedDnsServer } from '../support/scripted-dns-server.js';

async function asked(reply: Partial<dnsPacket.Packet>) {
  const server = await startScriptedDnsServer(({ packet, transport }) => {
    const answer = { type: 'response', id: packet.id, questions: packet.questions, ...reply } as const;
    return [transport === 'udp' ? dnsPacket.encode(answer) : dnsPacket.streamEncode(answer)];
  });
  onTestFinished(() => server.close());
  return askReferral(server, 'Dane.Example', { timeoutMs: 2000, attempts: 1 });
}

const ns = (name: string, data: string) => ({ type: 'NS', name, ttl: 60, data }) as const;

it('are the NS records of its authority section, with their addresses', async () => {
  const referral = await asked({
    authorities: [ns('dane.example', 'ns2.Dane.example'), ns('dane.example', 'ns1.other.example')],
    additionals: [
      { type: 'A', name: 'ns2.dane.example', ttl: 60, data: '192.0.2.1' },
      { type: 'AAAA', name: 'ns2.dane.example', ttl: 60, data: '2001:db8::1' },
      { type: 'A', name: 'somebody.example', ttl: 60, data: '192.0.2.66' },
    ],
  });
  expect(referral).toEqual({
    kind: 'referral',
    servers: ['ns1.other.example', 'ns2.dane.example'],
    glue: new Map([
      ['ns1.other.example', []],
      ['ns2.dane.example', ['192.0.2.1', '2001:db8::1']],
    ]),
  });
});

it('are none for a name that does not exist, or of another zone', async () => {
  expect(await asked({ flags: 3 })).toEqual({ kind: 'none' });
  expect(await asked({ authorities: [ns('example', 'a.nic.example')] })).toEqual({ kind: 'none' });
});

it('are unknown when the server refuses', async () => {
  expect(await asked({ flags: 5 })).toMatchObject({
    kind: 'failed',
    detail: expect.stringMatching(/REFUSED/i),
  });
});
