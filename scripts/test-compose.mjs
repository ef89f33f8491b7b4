/**
 * `npm run test:compose`: builds the appliance of docker-compose.yml, starts it on loopback addresses, uses it through
 * Caddy and port 25 as visitors and mail servers do, restarts every container, and removes it again.
 */
import { main } from './lib/project.mjs';
import { installDependencies } from './lib/dependencies.mjs';
import { say } from './lib/steps.mjs';

await main(async () => {
  await installDependencies({ quiet: true });
  const { Appliance } = await import('./compose/appliance.mjs');
  const { Checklist } = await import('./compose/checklist.mjs');
  const { checkAppliance } = await import('./compose/checks.mjs');
  const appliance = await Appliance.create();
  if (appliance === undefined) {
    say('– The Compose appliance was not tested: no Docker engine answers here.');
    return 0;
  }
  const list = new Checklist();
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

async function showLogs(appliance) {
  const { SERVICES } = await import('./compose/appliance.mjs');
  for (const service of ['setup', ...SERVICES]) {
    const lines = (await appliance.log(service).catch(() => '')).trimEnd().split('\n').slice(-20);
    say(`── last lines of ${service}\n${lines.join('\n')}`);
  }
}
