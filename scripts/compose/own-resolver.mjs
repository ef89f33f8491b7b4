/** The appliance's own resolver: for the containers and this machine, and nobody else. */
import assert from 'node:assert/strict';

import { ask } from './dns-client.mjs';

export async function checkOwnResolver(appliance, list) {
  const host = appliance.ownResolverAddress;
  await list.check(
    'the resolver answers this machine and the API, and no port of it is published',
    async () => {
      // Unbound knows this name without asking anybody, and here it may reach nobody.
      const { rcode, answers } = await ask('localhost', 'A', { host, from: '0.0.0.0' });
      assert.equal(rcode, 'NOERROR');
      assert.deepEqual(
        answers.map(({ data }) => data),
        ['127.0.0.1'],
      );
      assert.deepEqual(JSON.parse(await appliance.inApi(resolveAt(host))), ['127.0.0.1']);
      const { HostConfig: config } = await appliance.inspect('resolver');
      assert.deepEqual(config.PortBindings ?? {}, {});
      assert.notEqual(config.NetworkMode, 'host');
    },
  );
  await list.check('the resolver answers nothing that it cannot validate', async () => {
    // With a way to the root it is secure, without one it is no answer.
    const { rcode, flag_ad: secure } = await ask('.', 'DNSKEY', {
      host,
      from: '0.0.0.0',
      timeoutMs: 30_000,
      recursion: true,
    });
    assert.ok(rcode === 'SERVFAIL' || (rcode === 'NOERROR' && secure), `${rcode}, AD ${secure}`);
  });
}

const resolveAt = (address) => `
const { Resolver } = require('node:dns').promises;
const resolver = new Resolver();
resolver.setServers(['${address}']);
resolver.resolve4('localhost').then((found) => console.log(JSON.stringify(found)));
`;
