import { eventually } from './checklist.mjs';
import { http } from './clients.mjs';

/** Starts what does not run yet, and waits until visitors are answered. */
export async function start(appliance) {
  await appliance.compose('up', '-d', '--no-build');
  const isSecure = appliance.url.startsWith('https:');
  await eventually(
    async () => {
      const ca = isSecure ? await appliance.rootCertificate() : undefined;
      return http('GET', `${appliance.url}/healthz`, { ca });
    },
    ({ status }) => status === 200,
    { limitMs: 60_000 },
  );
}
