import { type Attack, demand, inParallel } from '../attack.js';
import { startTargets } from '../mail-targets.js';
import { createProbe, isFinished, NO_PROBE_RATES, probe } from '../probing.js';

const BURST = 500;
const CONCURRENT = 2;
/** Those that run and those that may wait: five for each that runs. */
const ADMITTED = CONCURRENT * 6;
const NAMES = 50;
const ADDRESSES = 20;
const MAX_CONNECTIONS = 60;
const LIMITS = { ...NO_PROBE_RATES, MAX_CONCURRENT_PROBES: String(CONCURRENT) };

/** However many ask at one moment, and however many names lead to one address. */
export const probeBurst: Attack = {
  number: 13,
  title: 'a burst of probes; many names, one address',
  inFastPart: false,
  async run({ world: start }) {
    const shared = await startTargets((name, type) => {
      // Without an answer, those of the burst stay for a while.
      if (/^b\d+\./.test(name)) return undefined;
      if (name === 'shared.example.com' && type === 'MX') {
        return Array.from({ length: NAMES }, (_, index) => ({
          ...{ type: 'MX' as const, name },
          data: { preference: index, exchange: `m${index}.example.com` },
        }));
      }
      if (!/^m\d+\.example\.com$/.test(name) || type !== 'AAAA') return [];
      return Array.from({ length: ADDRESSES }, (_, index) => ({
        ...{ type: 'AAAA' as const, name, data: `2600:1:2:3::${(index + 1).toString(16)}` },
      }));
    });
    try {
      const world = await start({ apps: ['api'], environment: LIMITS });
      await probe('shared.example.com');
      const total = [...shared.connections.values()].reduce((sum, count) => sum + count, 0);
      demand(total > 0, 'the probe connected to nothing');
      demand(total <= MAX_CONNECTIONS, `one probe made ${total} connections`);
      demand(shared.mostAtOnce() <= 1, `${shared.mostAtOnce()} connections to one address at a time`);
      const created: string[] = [];
      await inParallel(BURST, async (index) => {
        const { status, id } = await createProbe(`b${index}.example.com`);
        demand([201, 429, 503].includes(status), `a probe was answered ${status}`);
        if (id !== undefined) created.push(id);
      });
      const finished = (await Promise.all(created.map(isFinished))).filter(Boolean).length;
      const admitted = created.length - finished;
      demand(admitted <= ADMITTED, `${admitted} run or wait, where ${ADMITTED} may`);
      demand(created.length > 0, 'no probe was admitted');
      world.demandAlive('api');
      await world.demandHealthy();
      return {
        'of one probe, connections': total,
        'to one address at a time': shared.mostAtOnce(),
        [`of ${BURST} admitted`]: created.length,
      };
    } finally {
      shared.close();
    }
  },
};
