/** Other values for what is constant in the product, under the names of `CONSTANTS`, beside variables. */
import { type Config, CONSTANTS, loadConfig } from '#config';

/** The configuration with these variables and constants, and where WEB_DIR is given, with another page. */
export function testConfig(settings: Readonly<Record<string, string>>): Config {
  const config = loadConfig(settings, { ...CONSTANTS, ...constantsIn(settings) });
  return { ...config, http: { ...config.http, webDir: settings['WEB_DIR'] ?? config.http.webDir } };
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
