import { describe, expect, it } from 'vitest';

import { parseRelayUrl } from './relay-url.js';

describe('parseRelayUrl', () => {
  it('reads host and port, with the usual port when none is named', () => {
    expect(parseRelayUrl('smtp://relay.example')).toEqual({
      ...{ host: 'relay.example', port: 25, implicitTls: false, login: null },
    });
    expect(parseRelayUrl('smtps://relay.example/')).toMatchObject({ port: 465, implicitTls: true });
    expect(parseRelayUrl('smtp://[::1]:587')).toMatchObject({ host: '::1', port: 587 });
  });

  it('reads user and password, which may be percent-encoded', () => {
    expect(parseRelayUrl('smtps://op%40dane.example:p%3Aa%2Fss@relay.example')?.login).toEqual({
      user: 'op@dane.example',
      password: 'p:a/ss',
    });
  });

  it.each([
    'relay.example',
    'http://relay.example',
    'smtp://',
    'smtp://user@relay.example',
    'smtp://relay.example/path',
    'smtp://relay.example?ignoreTLS=true',
    'smtp://relay.example:99999',
    'smtp://a:%zz@relay.example',
  ])('refuses %s', (text) => {
    expect(parseRelayUrl(text)).toBeNull();
  });
});
