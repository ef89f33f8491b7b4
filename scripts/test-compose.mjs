/**
 * `npm run test:compose`: builds the appliance of docker-compose.yml with its own name server, starts it on loopback
 * addresses, uses it as visitors, mail servers and resolvers do, restarts every container, and removes it again.
 * With `-- --required` what cannot be tested here is a failure: no Docker engine, ports that are taken.
 */
import { parseArgs } from 'node:util';

import { installDependencies } from './lib/dependencies.mjs';
import { Failure, main } from './lib/project.mjs';
import { say } from './lib/steps.mjs';

await main(async () => {
  const { required } = readOptions();
  await installDependencies({ quiet: true });
  const { Appliance } = await import('./compose/appliance.mjs');
  const { Checklist } = await import('./compose/checklist.mjs');
  const { checkAppliance } = await import('./compose/checks.mjs');
  const appliance = await Appliance.create();
  if (appliance === undefined) {
    const why = 'The Compose appliance was not tested: no Docker engine answers here.';
    if (required) throw new Failure(why);
    say(`– ${why}`);
    return 0;
  }
  const list = new Checklist({ required });
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => void appliance.remove().finally(() => process.exit(1)));
  }
  try {
    await checkAppliance(appliance, list);
  } catch (error) {
    await showLogs(appliance);
    throw error;
  } finally {
    await appliance.remove();
  }
  say(`✓ Compose appliance: all ${list.passed} checks hold`);
  return 0;
});

function readOptions() {
  try {
    return parseArgs({ options: { required: { type: 'boolean', default: false } } }).values;
  } catch (error) {
    throw new Failure(error.message);
  }
}

async function showLogs(appliance) {
  const { SERVICES } = await import('./compose/appliance.mjs');
  for (const service of ['setup', ...SERVICES]) {
    const lines = (await appliance.log(service).catch(() => '')).trimEnd().split('\n').slice(-20);
    say(`── last lines of ${service}\n${lines.join('\n')}`);
  }
}
