/** What the containers may do, as Docker and the kernel tell it. */
import assert from 'node:assert/strict';

import { SERVICES } from './appliance.mjs';

const UID = '10001';
const NET_BIND_SERVICE = 1n << 10n;
/** They open no port, none below 1024, or are alone in a network where they may. */
const WITHOUT_CAPABILITIES = ['api', 'observer', 'resolver', 'watch'];
const CAPABILITY_SETS = ['CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb'];

export async function checkHardening(appliance, list) {
  for (const service of SERVICES) {
    await list.check(`${service} is not root and has no right that it does not need`, async () => {
      const status = await appliance.processStatus(service);
      assert.deepEqual(new Set(status.Uid.split('\t')), new Set([UID]), 'user');
      assert.deepEqual(new Set(status.Gid.split('\t')), new Set([UID]), 'group');
      assert.equal(status.NoNewPrivs, '1', 'NoNewPrivs');
      const allowed = WITHOUT_CAPABILITIES.includes(service) ? 0n : NET_BIND_SERVICE;
      for (const set of CAPABILITY_SETS) assert.equal(BigInt(`0x${status[set]}`), allowed, set);
    });
  }
  await appliance.createCommands();
  for (const service of ['setup', 'operator', 'backup', ...SERVICES]) {
    await list.check(`${service} has a read-only root, limits and a bounded log`, async () => {
      const { HostConfig: host } = await appliance.inspect(service);
      assert.equal(host.ReadonlyRootfs, true, 'ReadonlyRootfs');
      assert.equal(host.Privileged, false, 'Privileged');
      assert.deepEqual(host.CapDrop, ['ALL'], 'CapDrop');
      assert.ok(host.Memory > 0, 'Memory');
      assert.ok(host.PidsLimit > 0, 'PidsLimit');
      assert.equal(host.LogConfig.Config['max-size'], '10m', 'log size');
      assert.equal(
        host.RestartPolicy.Name,
        ['setup', 'operator', 'backup'].includes(service) ? 'no' : 'unless-stopped',
        'restart policy',
      );
    });
  }
}
