import { expect, it } from 'vitest';

import { appliancePlaces } from './appliance-target.js';

it('does not wait at hosts whose certificate a public authority renews', () => {
  const instance = { publicIpv4: '192.0.2.25', publicIpv6: undefined, hasPolicyHosts: true };
  const hosts = appliancePlaces({ domain: 'dane.example.org', ...instance }).map(({ host }) => host);
  expect(hosts.filter((host) => host.includes('sts-'))).toEqual(['mx1-sts-match.dane.example.org']);
});
