/** MTA-STS with MTA_STS=true: Caddy gets the certificates of all its names, the receiver presents them, the API offers the scenarios. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import SMTPConnection from 'nodemailer/lib/smtp-connection';

import { DOMAIN, PUBLIC_IPV4 } from './appliance.mjs';
import { eventually } from './checklist.mjs';
import { http } from './clients.mjs';

const MINUTE = 60_000;
/** Caddy spares an authority: it gets some certificates at a time, and waits for minutes where one could not be had. */
const PATIENCE = { limitMs: 5 * MINUTE };

/** When Caddy served policies. */
const SERVED = /\/served\/\d+$/m;
/** What its container shares. */
const SHARED = [/\/certificates\/[^/]+\/(mta-sts\.|mx\d-)sts-[^/]+\/[^/]+$/, SERVED];

/**
 * @param ca of the ACME server, in PEM
 * @param meanwhile what is checked while Caddy gets the certificates
 */
export async function checkMtaSts(appliance, list, { ca, meanwhile }) {
  const trusted = join(appliance.folder, 'root.pem');
  writeFileSync(trusted, ca);
  const file = join(appliance.folder, 'mta-sts.json');
  writeFileSync(file, JSON.stringify({ services: trusting(trusted) }));
  appliance.extendBy(file);
  appliance.set('MTA_STS', 'true');
  await list.check('everything starts again with MTA_STS', () =>
    appliance.compose('up', '-d', '--no-build', 'setup', 'dns', 'api', 'smtp', 'caddy'),
  );
  await meanwhile();
  await list.check(
    'Caddy gets a certificate for each name in DNS, and the receiver presents those of its mail servers',
    async () => {
      for (const name of ['mx1-sts-good', 'mx1-sts-wild']) {
        await eventually(
          () => presentedFor(`${name}.${DOMAIN}`, ca),
          (isVerified) => isVerified,
          PATIENCE,
        );
      }
    },
    { limitMs: 11 * MINUTE },
  );
  await list.check('the receiver and the API can read no other key of Caddy', async () => {
    for (const service of ['api', 'smtp']) {
      const files = await appliance.compose(
        ...['exec', '-T', '-u', '10001', service],
        ...['find', '/caddy', '-type', 'f'],
      );
      const others = files
        .split('\n')
        .filter((path) => path !== '' && !SHARED.some((shared) => shared.test(path)));
      assert.deepEqual(others, [], service);
      for (const shared of [/mx1-sts-good/, SERVED]) assert.match(files, shared, service);
    }
  });
  await list.check(
    'the API sees that no certificate is missing',
    async () => {
      const script = "fetch('http://127.0.0.1:8080/api/scenarios').then((it) => it.text()).then(console.log)";
      const missing = async () =>
        JSON.parse(await appliance.inApi(script)).filter(({ missing }) => missing === 'public-certificate');
      await eventually(missing, (scenarios) => scenarios.length === 0, PATIENCE);
    },
    { limitMs: 6 * MINUTE },
  );
}

/** After `checkMtaSts`. */
export async function checkServedTimes(appliance, list) {
  await list.check('the doctor sees that it is noted when Caddy serves policies', async () => {
    const lines = await appliance.operator('doctor', '--json', '--timeout', '2');
    const noted = lines.find(({ check }) => check === 'policy outages');
    assert.equal(noted?.status, 'ok', JSON.stringify(lines));
  });
}

/** Likewise. */
export async function checkPoliciesWithoutApi(appliance, list, { ca }) {
  await list.check(
    'while the API is away, senders still get the policies that they have to apply, and no others',
    async () => {
      await appliance.compose('stop', 'api');
      const policy = `version: STSv1\nmode: enforce\nmx: mx1-sts-cert.${DOMAIN}\nmax_age: 86400\n`;
      assert.deepEqual(await policyOf('sts-cert', ca), { status: 200, text: policy });
      for (const id of ['sts-404', 'sts-gone'])
        await assert.rejects(policyOf(id, ca), /hang up|ECONNRESET/, id);
      await appliance.compose('start', 'api');
      const ofApi = policy.replaceAll('\n', '\r\n');
      await eventually(
        () => policyOf('sts-cert', ca),
        ({ text }) => text === ofApi,
        PATIENCE,
      );
    },
    { limitMs: 7 * MINUTE },
  );
}

/** What a sender fetches. */
async function policyOf(id, ca) {
  const headers = { host: `mta-sts.${id}.${DOMAIN}` };
  const url = 'https://127.0.0.1/.well-known/mta-sts.txt';
  const { status, text } = await http('GET', url, { headers, ca });
  return { status, text };
}

/** The programs that judge certificates trust that root, too. */
function trusting(file) {
  const inside = '/etc/ssl/acme-root.pem';
  const service = { environment: { NODE_EXTRA_CA_CERTS: inside }, volumes: [`${file}:${inside}:ro`] };
  return { api: service, smtp: service };
}

/** Whether a sender that trusts this authority finds it valid for the name; rejects with the reason why not. */
async function presentedFor(name, ca) {
  const connection = new SMTPConnection({
    ...{ host: PUBLIC_IPV4, port: 25, localAddress: '127.0.0.34', name: 'sender.test', requireTLS: true },
    tls: { servername: name, ca },
    ...{ connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 10_000 },
  });
  try {
    await new Promise((resolve, reject) => {
      connection.once('error', reject);
      connection.connect((error) => (error ? reject(error) : resolve()));
    });
    return true;
  } finally {
    connection.close();
  }
}
