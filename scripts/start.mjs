/**
 * `npm start`: from a fresh checkout to a running system on this machine. Installs and builds what changed, makes
 * certificates, zone snippets and the store where they are missing, then runs apps/api and apps/smtp until Ctrl-C.
 */
import { once } from 'node:events';

import { App } from './lib/app.mjs';
import { build } from './lib/build.mjs';
import { installDependencies } from './lib/dependencies.mjs';
import { accepting, address, demandFree } from './lib/ports.mjs';
import { Failure, loadEnvironment, main } from './lib/project.mjs';
import { mustRun } from './lib/run.mjs';
import { say, step } from './lib/steps.mjs';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
/** Longer than the apps need to drain. */
const GRACE_MS = 20_000;

await main(async () => {
  loadEnvironment();
  await installDependencies();
  await build();
  const config = await readConfig();
  await demandPorts(config);
  await step('certificates, zone snippets and store ready', async () => {
    await mustRun([process.execPath, 'dist/apps/cli/src/main.js', 'setup']);
  });
  return await runApps(config);
});

/** @throws Failure with the product's own words about a variable that cannot be used */
async function readConfig() {
  const { ConfigError, loadConfig } = await import('../dist/libs/core/config/src/index.js');
  try {
    return loadConfig();
  } catch (error) {
    if (error instanceof ConfigError) throw new Failure(error.message);
    throw error;
  }
}

async function demandPorts({ http, admin, smtp }) {
  await demandFree(http.host, http.port, 'HTTP_PORT');
  await demandFree(admin.host, admin.port, 'ADMIN_PORT');
  for (const host of smtp.hosts) await demandFree(host, smtp.port, 'SMTP_PORT');
}

async function runApps(config) {
  const stop = new AbortController();
  for (const signal of SIGNALS) process.on(signal, () => stop.abort());
  const stopped = once(stop.signal, 'abort');

  const { formatLine } = await import('../dist/libs/core/logging/src/format-line.js');
  const apps = [new App('api', formatLine), new App('smtp', formatLine)];
  const firstEnd = Promise.race(apps.map((app) => app.ended.then(() => app)));
  const abandoned = () => stop.signal.aborted || apps.some((app) => !app.running);
  await Promise.race([stopped, firstEnd, allReady(config, apps, abandoned)]);
  if (!abandoned()) {
    say(welcome(config));
    App.showLogs(apps);
  }
  await Promise.race([stopped, firstEnd]);
  if (!stop.signal.aborted) return await failAfter(await firstEnd, apps);
  say('\nStopping …');
  await end(apps);
  for (const app of apps) {
    const how = await app.ended;
    if (how !== 0) throw new Failure(`apps/${app.name} did not end cleanly (${how}).`);
  }
  say('Stopped.');
}

/** Their log says when they listen; where it is turned down, connecting shows it (and is a session of its own). */
async function allReady({ log, http, smtp }, apps, abandoned) {
  if (['debug', 'info'].includes(log.level)) return await Promise.all(apps.map((app) => app.listening));
  return await Promise.all([
    accepting(http.host, http.port, abandoned),
    ...smtp.hosts.map((host) => accepting(host, smtp.port, abandoned)),
  ]);
}

/** @throws Failure that says which app ended by itself and shows why */
async function failAfter(dead, apps) {
  const how = await dead.ended;
  await end(apps);
  throw new Failure(`apps/${dead.name} ended (${how}). Its last lines:\n${dead.lastLines}`);
}

async function end(apps) {
  for (const app of apps) app.signal('SIGTERM');
  const impatient = setTimeout(() => apps.forEach((app) => app.signal('SIGKILL')), GRACE_MS);
  await Promise.all(apps.map((app) => app.ended));
  clearTimeout(impatient);
}

function welcome({ publicUrl, domain, http, smtp }) {
  const local = [http.host, ...smtp.hosts].every((host) => /^(127\.|::1$)/.test(host));
  return `
  HaveDane is running${local ? ', on this machine only' : ''}.

    Page   ${publicUrl}
    SMTP   ${smtp.hosts.map((host) => address(host, smtp.port)).join(', ')}   (mail for ${domain})

  Open the page. Then, in another terminal, let a simulated sender mail its addresses:

    npm run try -- --as dane     a server that enforces DANE
    npm run try -- --as tls      a server that encrypts but does not verify
    npm run try -- --as plain    a server without TLS
    npm run lab                  no simulation: a signed zone, a validating resolver, a real Postfix

  To run it on the internet, see docs/host.md. Press Ctrl-C to stop.
`;
}
