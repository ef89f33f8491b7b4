import { describe, expect, it } from 'vitest';

import { forwardingLoop } from './forwarding-loop.js';

const loop = (text: string) => forwardingLoop(Buffer.from(text.replaceAll('\n', '\r\n')), 'dane.example');

describe('forwardingLoop', () => {
  it('finds none in an ordinary message, or in what another instance forwarded', () => {
    expect(loop('Received: from a\nSubject: Hello\n\nHello\n')).toBeNull();
    expect(loop('X-HaveDane-Forwarded: other.example\nSubject: Hello\n\nHello\n')).toBeNull();
    expect(loop(`Subject: x\n\n${'Received: in the body\n'.repeat(60)}`)).toBeNull();
  });

  it('finds our mark, in the header or in what a bounce returns', () => {
    expect(loop('x-havedane-forwarded:  Dane.Example\nSubject: Hello\n\nHello\n')).toMatch(/comes back/);
    expect(loop('Subject: Undelivered\n\n--b\n\nX-HaveDane-Forwarded: dane.example\n')).toMatch(/comes back/);
  });

  it('finds a message that has passed too many servers', () => {
    expect(loop(`${'Received: from a\n'.repeat(51)}Subject: x\n\n`)).toMatch(/more than 50 servers/);
  });
});
