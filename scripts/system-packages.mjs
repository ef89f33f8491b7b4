/** `npm run test:packages`: installs what tests need of Debian, where `npm test` would do it, and says what cannot be. */
import { main } from './lib/project.mjs';
import { say } from './lib/steps.mjs';
import { provideSystemPackages } from './lib/system-packages.mjs';

await main(async () => {
  for (const [tier, why] of Object.entries(await provideSystemPackages()))
    say(`The ${tier} tests cannot run here: ${why}.`);
  return 0;
});
