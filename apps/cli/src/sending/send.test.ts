import { hostname } from 'node:os';

import { expect, it } from 'vitest';

import type { Relay } from '#config';

import { senderFor } from './send.js';

const relay = (login: Relay['login']): Relay => ({
  host: 'relay.example',
  port: 25,
  implicitTls: false,
  login,
});
const named = (): string => 'me';
const nameless = (): string => {
  throw new Error('uv_os_get_passwd returned ENOENT');
};

it('the sender is the login if that is an address, else the user of this machine, who may have no name', () => {
  const login = { user: 'user@example.org', password: '' };
  expect(senderFor(relay(login), nameless)).toBe('user@example.org');
  expect(senderFor(relay({ ...login, user: 'user' }), named)).toBe(`me@${hostname()}`);
  expect(senderFor(relay(null), nameless)).toBe(`havedane@${hostname()}`);
});
