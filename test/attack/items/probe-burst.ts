import { type Attack, demand, inParallel } from '../attack.js';
import { startTargets, type Targets } from '../mail-targets.js';
import { createProbe, HAS_IPV6, isFinished, NO_PROBE_RATES, probe } from '../probing.js';

const BURST = 500;
const CONCURRENT = 2;
/** Those that run and those that may wait: five for each that runs. */
const ADMITTED = CONCURRENT * 6;
const LIMITS = { ...NO_PROBE_RATES, MAX_CONCURRENT_PROBES: String(CONCURRENT) };

const NAMES = 50;
/** How the names of a domain lead to addresses, and the most connections that a probe of it may make. */
const SHAPES = {
  /** 20 addresses each, the same of one network. */
  network: { most: 24, addresses: () => Array.from({ length: 20 }, (_, index) => addressIn(0, index + 1)) },
  /** The same one. */
  address: { most: 9, addresses: () => [addressIn(1, 1)] },
  /** Two each, all in networks of their own. */
  everywhere: { most: 60, addresses: (name) => [addressIn(2 * name + 2, 1), addressIn(2 * name + 3, 1)] },
} as const satisfies Record<
  string,
  { readonly most: number; readonly addresses: (name: number) => readonly string[] }
>;
type Shape = keyof typeof SHAPES;

function addressIn(network: number, host: number): string {
  return HAS_IPV6 ? `2600:1:2:${network.toString(16)}::${host.toString(16)}` : `20.1.${network}.${host}`;
}

/** However many ask at one moment, and wherever the names of one domain lead. */
export const probeBurst: Attack = {
  number: 13,
  title: 'a burst of probes; many names, one address',
  inFastPart: true,
  async run({ world: start }) {
    const targets = await startTargets(answers);
    try {
      const world = await start({ apps: ['api'], environment: LIMITS });
      const connections: string[] = [];
      for (const shape of Object.keys(SHAPES) as Shape[])
        connections.push(await connectionsTo(shape, targets));
      const ofNetwork = await burst((index) => `198.18.0.${index % 250}`);
      const first = await unfinished(ofNetwork);
      demand(first <= ADMITTED / 2, `${first} of one network run or wait, where ${ADMITTED / 2} may`);
      const ofAll = await burst((index) => `${20 + (index % 150)}.${index % 250}.0.1`);
      const total = await unfinished([...ofNetwork, ...ofAll]);
      demand(total <= ADMITTED, `${total} run or wait, where ${ADMITTED} may`);
      demand(ofAll.length > 0, 'one network kept out all others');
      world.demandAlive('api');
      await world.demandHealthy();
      return {
        'connections of one probe': connections.join(', '),
        'to one address at a time': targets.mostAtOnce(),
        [`admitted of ${BURST} of one network`]: ofNetwork.length,
        [`more of ${BURST} of others`]: ofAll.length,
      };
    } finally {
      targets.close();
    }
  },
};

function answers(name: string, type: string): ReturnType<Parameters<typeof startTargets>[0]> {
  // Without an answer, those of the burst stay for a while.
  if (/^b\d/.test(name)) return undefined;
  const [, number, shape] = /^(?:m(\d+)\.)?([a-z]+)\.example\.com$/.exec(name) ?? [];
  if (shape === undefined || !isShape(shape)) return [];
  if (number === undefined) {
    if (type !== 'MX') return [];
    return Array.from({ length: NAMES }, (_, preference) => ({
      ...{ type: 'MX', name },
      data: { preference, exchange: `m${preference}.${name}` },
    }));
  }
  const family = HAS_IPV6 ? 'AAAA' : 'A';
  if (type !== family) return [];
  return SHAPES[shape].addresses(Number(number)).map((data) => ({ type: family, name, data }));
}

function isShape(text: string): text is Shape {
  return text in SHAPES;
}

async function connectionsTo(shape: Shape, { connections, mostAtOnce }: Targets): Promise<string> {
  const count = (): number => [...connections.values()].reduce((sum, each) => sum + each, 0);
  const before = count();
  const { findings, hosts } = await probe(`${shape}.example.com`);
  const made = count() - before;
  const { most } = SHAPES[shape];
  demand(made > 0, `${shape}: the probe connected to nothing`);
  demand(made <= most, `${shape}: one probe made ${made} connections, where ${most} are allowed`);
  demand(mostAtOnce() === 1, `${shape}: ${mostAtOnce()} connections to one address at a time`);
  const isNamed = findings.some(({ code }) => code === 'connections-used-up');
  const left = hosts.filter(({ dane }) => dane === 'not-looked-at').length;
  demand(isNamed && left > 0, `${shape}: what was not looked at is not named`);
  return `${made} (${shape})`;
}

/** All these clients ask for a probe simultaneously. Answers the ids of those that were admitted. */
async function burst(clientOf: (index: number) => string): Promise<readonly string[]> {
  const created: string[] = [];
  const run = bursts++;
  await inParallel(BURST, async (index) => {
    const { status, id } = await createProbe(`b${run}-${index}.example.com`, clientOf(index));
    demand([201, 429, 503].includes(status), `a probe was answered ${status}`);
    if (id !== undefined) created.push(id);
  });
  return created;
}

async function unfinished(ids: readonly string[]): Promise<number> {
  return (await Promise.all(ids.map(isFinished))).filter((isOver) => !isOver).length;
}

let bursts = 0;
