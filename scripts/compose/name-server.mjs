/** The appliance's own name server and the observer beside it: what they answer, and what comes of it in a check. */
import assert from 'node:assert/strict';

import { DOMAIN, PUBLIC_IPV4 } from './appliance.mjs';
import { eventually } from './checklist.mjs';
import { ask, dsDigest } from './dns-client.mjs';

const RESOLVER = '127.0.0.35';

export async function checkNameServer(appliance, list, watcher) {
  for (const transport of ['udp', 'tcp']) {
    await list.check(
      `the name server answers for ${DOMAIN} and a check, signed, by ${transport}`,
      async () => {
        const where = { host: PUBLIC_IPV4, from: RESOLVER, transport };
        assert.deepEqual(await signedAnswers(DOMAIN, 'A', where), [PUBLIC_IPV4]);
        const tlsa = await signedAnswers(`_25._tcp.${watcher.token}.do.${DOMAIN}`, 'TLSA', where);
        assert.ok(tlsa.some(({ usage, certificate }) => usage === 3 && isKey(certificate, appliance)));
      },
    );
  }
  await list.check('and by IPv6', () => signedAnswers(DOMAIN, 'SOA', { host: '::1', from: '::1' }));
  await list.check(
    '`run --rm setup dns ds` prints the DS record of the key that the zone is signed with',
    () => delegationMatches(appliance),
  );
  await list.check('what a resolver asks about a check is pushed to the page', () =>
    askUntilSeen(watcher, 'TLSA'),
  );
}

/** After a restart; `type` is one that was not asked for before, because repetitions are not told. */
export async function stillAnswers(appliance, watcher, type) {
  const where = { host: PUBLIC_IPV4, from: RESOLVER };
  await eventually(
    () => signedAnswers(DOMAIN, 'SOA', where),
    (answers) => answers.length === 1,
  );
  await delegationMatches(appliance);
  await askUntilSeen(watcher, type);
}

async function signedAnswers(name, type, where) {
  const { rcode, flag_aa: authoritative, answers } = await ask(name, type, where);
  assert.equal(rcode, 'NOERROR');
  assert.equal(authoritative, true);
  assert.ok(
    answers.some((answer) => answer.type === 'RRSIG' && answer.data.typeCovered === type),
    `${name} ${type} is not signed`,
  );
  return answers.filter((answer) => answer.type === type).map(({ data }) => data);
}

function isKey(digest, { presentedKey }) {
  return digest.toString('hex') === presentedKey;
}

async function delegationMatches(appliance) {
  const printed = await appliance.compose('run', '--rm', 'setup', 'dns', 'ds');
  const [key] = await signedAnswers(DOMAIN, 'DNSKEY', { host: PUBLIC_IPV4, from: RESOLVER });
  const digest = dsDigest(DOMAIN, key);
  assert.ok(printed.toUpperCase().replace(/\s/g, '').includes(digest), `${digest} is not in\n${printed}`);
  appliance.dsDigest ??= digest;
  assert.equal(digest, appliance.dsDigest, 'the key of the zone was replaced');
}

/** Asks until it is told: what is asked while either side is away is lost, and Knot looks for the observer every 5 s. */
async function askUntilSeen(watcher, type) {
  const name = `_25._tcp.${watcher.token}.wrong.${DOMAIN}`;
  const seen = await eventually(
    async () => {
      await ask(name, type, { host: PUBLIC_IPV4, from: RESOLVER });
      return watcher.queries();
    },
    (queries) => queries.some(({ query }) => query.name === name && query.type === type),
  );
  const { clientAddress, query } = seen.find((each) => each.query.type === type);
  assert.equal(clientAddress, RESOLVER);
  assert.equal(query.dnssecOk, true);
}
