/** How long the verdict takes on a check that 10 servers mailed everywhere: it is made again for each update of the page. */
import { judge, type Observation } from '#checks';
import { type KnownScenario, SCENARIOS } from '#scenarios';

import { sampleObservation } from '../support/sample-observation.js';
import { milliseconds, type Row } from './table.js';

const SERVERS = 10;
/** The target is for so many scenarios. */
const SOME = 40;
const ROUNDS = 500;
/** What the first ones compile is no part of the figures. */
const WARM_UP_ROUNDS = 200;
const TOKEN = '000000000000';

/** What a conforming server does there, in the order of the table: at the first scenario it delivers. */
function sessionAt({ id, expected }: KnownScenario, server: number, place: number): Observation[] {
  const at = 1_800_000_000_000 + place * 1000 + server;
  const isRefused = expected === 'refused';
  return (['tls-established', isRefused ? 'refused' : 'delivered'] as const).map((kind, step) => {
    const sample = sampleObservation(TOKEN, {
      ...{ kind, scenario: id, at: at + step, clientAddress: `192.0.2.${server}` },
      clientName: `mail${server}.example.org`,
    });
    const serverName = `${TOKEN}.${id}.havedane.test`;
    return {
      ...sample,
      id: (place * SERVERS + server) * 2 + step,
      attribution: 'exact',
      tls: sample.tls && { ...sample.tls, serverName },
      evidence: sample.evidence && {
        ...sample.evidence,
        session: `${server}-${place}`,
        recipient: isRefused ? null : `test@${serverName}`,
      },
    };
  });
}

export function verdictRows(): Row[] {
  return [SCENARIOS.slice(0, SOME), SCENARIOS].map(verdictRow);
}

function verdictRow(scenarios: readonly KnownScenario[]): Row {
  const observations = Array.from({ length: SERVERS }, (_, server) =>
    scenarios.flatMap((scenario, place) => sessionAt(scenario, server, place)),
  ).flat();
  const now = Math.max(...observations.map(({ at }) => at));
  const samples: number[] = [];
  let outcome = '';
  for (let round = 0; round < WARM_UP_ROUNDS; round += 1) judge(observations, now);
  const before = process.cpuUsage();
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = performance.now();
    ({ outcome } = judge(observations, now));
    samples.push(performance.now() - start);
  }
  const { user, system } = process.cpuUsage(before);
  if (outcome !== 'enforces') throw new Error(`the verdict of the bench is ${outcome}`);
  const processor = (user + system) / 1000 / ROUNDS;
  return [
    `verdict of ${scenarios.length} × ${SERVERS} results`,
    milliseconds(samples),
    `${observations.length} observations; processor time of one: ${processor.toFixed(1)} ms`,
  ];
}
