/** Chromium as Debian packages it, driven by playwright-core. */
import { existsSync } from 'node:fs';

import { chromium, type Browser } from 'playwright-core';

const EXECUTABLES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** A browser that reaches nothing but this machine. The caller closes it. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = EXECUTABLES.find((path) => existsSync(path));
  if (executablePath === undefined)
    throw new Error('Chromium is not installed; on Debian: apt-get install chromium');
  return chromium.launch({
    executablePath,
    // Chromium's sandbox refuses to run as root, which the lab needs to be.
    args: [
      '--no-sandbox',
      '--disable-background-networking',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    ],
  });
}
