import { ask } from '../http-client.js';
import { type Attack, demand, inTurns, randomNumbers } from '../attack.js';
import { deliver } from '../mail-load.js';

const WITH_MAIL = 20;
const MAX_CHECKS = 500;
const ALLOWED = 5;
const PROXY = '127.0.0.1';
const STRANGER = '198.18.9.1';

/** Ways in which a client that is no proxy says that it is somebody else. */
const SPOOFS: readonly Readonly<Record<string, string | string[]>>[] = [
  { 'X-Forwarded-For': '203.0.113.1' },
  { 'X-Forwarded-For': '203.0.113.1, 127.0.0.1' },
  { 'X-Forwarded-For': '127.0.0.1' },
  { 'X-Forwarded-For': ['203.0.113.2', '203.0.113.3'] },
  { 'X-Forwarded-For': ', , 203.0.113.4 ,' },
  { 'X-Forwarded-For': '::ffff:203.0.113.5' },
  { Forwarded: 'for=203.0.113.6' },
  { 'X-Real-IP': '203.0.113.7' },
  { 'CF-Connecting-IP': '203.0.113.8', 'True-Client-IP': '203.0.113.8' },
];

export const forwarded: Attack = {
  number: 7,
  title: 'visits with forged X-Forwarded-For',
  inFastPart: false,
  async run({ fast, world: start }) {
    const world = await start({
      environment: {
        TRUSTED_PROXIES: PROXY,
        MAX_CHECKS: String(MAX_CHECKS),
        CHECKS_PER_MINUTE: String(ALLOWED),
        REQUESTS_PER_MINUTE: '1000000',
      },
    });
    const checks = await Promise.all(Array.from({ length: WITH_MAIL }, () => world.createCheck()));
    for (const [index, check] of checks.entries()) {
      const { reply, text } = await deliver(check, `<${index}@client.test>`);
      demand(reply === '250', text);
    }
    const spoofs = await spoofsThatFail();
    const visits = fast ? 1000 : 10_000;
    const random = randomNumbers(7);
    let created = 0;
    await inTurns(visits, 50, async () => {
      const client = `${11 + random(80)}.${random(256)}.${random(256)}.${random(256)}`;
      const { status } = await ask({ ...VISIT, headers: { 'X-Forwarded-For': client } });
      demand(status === 201 || status === 429 || status === 503, `a visit was answered ${status}`);
      if (status === 201) created += 1;
    });
    world.demandAlive('api');
    const found = await world.store.checks.findMany(
      checks.map(({ token }) => token),
      Date.now(),
    );
    demand(found.length === WITH_MAIL, `only ${found.length} of ${WITH_MAIL} checks with mail survive`);
    return {
      visits,
      'checks made': created,
      'checks with mail survive': `${found.length} of ${WITH_MAIL}`,
      'spoofs fail': `${spoofs} of ${SPOOFS.length}`,
    };
  },
};

const VISIT = { method: 'POST', path: '/api/checks' } as const;

/** Of a client that has used up what it may, none gets more by a header. */
async function spoofsThatFail(): Promise<number> {
  const spend = async (): Promise<number> => (await ask({ ...VISIT, from: STRANGER })).status;
  for (let index = 0; index < ALLOWED; index += 1) demand((await spend()) === 201, 'no check was made');
  demand((await spend()) === 429, 'one client made more checks than it may');
  for (const headers of SPOOFS) {
    const { status } = await ask({ ...VISIT, headers, from: STRANGER });
    demand(status === 429, `${JSON.stringify(headers)} was believed`);
  }
  return SPOOFS.length;
}
