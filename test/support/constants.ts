/** Other values for what is constant in the product, under the names of `CONSTANTS`, beside variables. */
import { type Config, CONSTANTS, loadConfig } from '#config';

/** The configuration with these variables and constants. */
export function testConfig(settings: Readonly<Record<string, string>>): Config {
  return loadConfig(settings, { ...CONSTANTS, ...constantsIn(settings) });
}

export function constantsIn(
  settings: Readonly<Record<string, string | undefined>>,
): Partial<typeof CONSTANTS> {
  const given = Object.entries(CONSTANTS).flatMap(([name, value]) => {
    const text = settings[name];
    return text === undefined ? [] : [[name, typeof value === 'number' ? Number(text) : text] as const];
  });
  return Object.fromEntries(given);
}
