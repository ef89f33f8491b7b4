/**
 * `npm run test:compose`: builds the appliance of docker-compose.yml with its own name server, starts it on loopback
 * addresses, uses it as visitors, mail servers and resolvers do, restarts every container, and removes it again.
 * With `-- --scale` it does so with compose.scale.yml: two APIs and two receivers on PostgreSQL.
 * With `-- --required` what cannot be tested here is a failure: no Docker engine, ports that are taken. With `-- --build` it
 * builds the images and leaves them to the test that comes next.
 */
import { parseArgs } from 'node:util';

import { Appliance } from './compose/appliance.mjs';
import { installDependencies } from './lib/dependencies.mjs';
import { Failure, main } from './lib/project.mjs';
import { say, step } from './lib/steps.mjs';

await main(async () => {
  const { required, build, scale } = readOptions();
  const appliance = await Appliance.create(scale);
  if (appliance === undefined) {
    const why = 'The Compose appliance was not tested: no Docker engine answers here.';
    if (required) throw new Failure(why);
    say(`– ${why}`);
    return 0;
  }
  if (build) {
    await step('images built', () => appliance.build()).finally(() => appliance.removeFiles());
    return 0;
  }
  await installDependencies({ quiet: true });
  const { Checklist } = await import('./compose/checklist.mjs');
  const { checkAppliance } = await import('./compose/checks.mjs');
  const { checkScale } = await import('./compose/scale.mjs');
  const list = new Checklist({ required });
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => void appliance.remove().finally(() => process.exit(1)));
  }
  try {
    await (scale ? checkScale : checkAppliance)(appliance, list);
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
    const flag = { type: 'boolean', default: false };
    return parseArgs({ options: { required: flag, build: flag, scale: flag } }).values;
  } catch (error) {
    throw new Failure(error.message);
  }
}

async function showLogs(appliance) {
  for (const service of ['setup', ...appliance.services]) {
    const lines = (await appliance.log(service).catch(() => '')).trimEnd().split('\n').slice(-20);
    say(`── last lines of ${service}\n${lines.join('\n')}`);
  }
}
