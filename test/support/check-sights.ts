/** Everything that can be seen at each host of a check, and every combination of it: what the verdict is tested with. */
import {
  type Observation,
  type PresentedCertificate,
  PROVISIONAL_AFTER_MS,
  type SessionEvidence,
  judge,
} from '#checks';
import type { ScenarioId } from '#scenarios';

export const START = Date.parse('2026-01-05T10:00:00Z');
export const ONE = '192.0.2.1';
export const TWO = '192.0.2.2';

/** What was seen at one host: each letter is an observation, a digit behind it the client. */
export type Sight =
  | 'none'
  | 'tls'
  | 'clear'
  | 'refused'
  | 'refused-same-client'
  | 'refused,tls-elsewhere'
  | 'refused,tls'
  | 'refused,clear-elsewhere'
  | 'refused,spare'
  | 'refused,spare-elsewhere'
  | 'refused,spare-refused'
  | 'refused,spare,tls'
  | 'refused,spare,clear-elsewhere'
  | 'spare'
  | 'failed'
  | 'broke-off'
  | 'rejected';

type Event = Pick<Observation, 'kind' | 'clientAddress' | 'attribution'> & {
  readonly encrypted: boolean;
  readonly certificate?: PresentedCertificate;
  readonly evidence?: Partial<SessionEvidence>;
};

export const delivered = (encrypted: boolean, clientAddress = ONE): Event => ({
  kind: 'delivered',
  clientAddress,
  attribution: 'exact',
  encrypted,
});
export const refused = (attribution: Observation['attribution'] = 'exact'): Event => ({
  kind: 'refused',
  clientAddress: ONE,
  attribution,
  encrypted: true,
});

const tlsFailed = (evidence: Partial<SessionEvidence>): Event => ({
  kind: 'tls-failed',
  clientAddress: ONE,
  attribution: 'exact',
  encrypted: true,
  evidence,
});

const letThrough = (clientAddress = ONE): Event => ({
  ...delivered(true, clientAddress),
  certificate: 'spare',
});

const EVENTS: Readonly<Record<Sight, readonly Event[]>> = {
  none: [],
  tls: [delivered(true)],
  clear: [delivered(false)],
  refused: [refused()],
  'refused-same-client': [refused('same-client')],
  'refused,tls-elsewhere': [refused(), delivered(true, TWO)],
  'refused,tls': [refused(), delivered(true)],
  'refused,clear-elsewhere': [refused(), delivered(false, TWO)],
  'refused,spare': [refused(), letThrough()],
  'refused,spare-elsewhere': [refused(), letThrough(TWO)],
  'refused,spare-refused': [refused(), { ...refused(), certificate: 'spare' }],
  'refused,spare,tls': [refused(), letThrough(), delivered(true)],
  'refused,spare,clear-elsewhere': [refused(), letThrough(), delivered(false, TWO)],
  spare: [letThrough()],
  // Its TLS facts are those of a handshake that was not completed: they do not show that the sender can do TLS.
  failed: [tlsFailed({ end: 'server-closed' })],
  'broke-off': [tlsFailed({ end: 'client-closed', sinceCertificateMs: 5 })],
  rejected: [{ kind: 'rejected', clientAddress: ONE, attribution: 'exact', encrypted: false }],
};

let nextId = 1;
export function observe(
  scenario: ScenarioId,
  { encrypted, certificate = 'leaf', evidence, ...event }: Event,
  at: number,
): Observation {
  return {
    ...event,
    id: nextId++,
    at,
    scenario,
    clientName: 'mail.example',
    tls: encrypted ? { version: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384', serverName: null } : null,
    detail: 'What happened.',
    query: null,
    evidence: {
      session: 's-1',
      clientPort: 40_000,
      end: 'open',
      alert: null,
      certificate: encrypted ? certificate : null,
      sinceCertificateMs: null,
      mailFrom: null,
      recipient: null,
      reached: null,
      reply: null,
      timing: null,
      messageId: null,
      size: null,
      ...evidence,
    },
  };
}

export function see(sights: Readonly<Record<ScenarioId, Sight>>): Observation[] {
  return (Object.entries(sights) as [ScenarioId, Sight][]).flatMap(([scenario, sight]) =>
    EVENTS[sight].map((event, index) => observe(scenario, event, START + index * 1000)),
  );
}

export const DO: readonly Sight[] = [
  'none',
  'tls',
  'clear',
  'refused',
  'refused,tls-elsewhere',
  'refused,tls',
  'failed',
  'broke-off',
  'rejected',
];
export const DONT: readonly Sight[] = ['none', 'tls', 'clear', 'refused', 'failed', 'broke-off', 'rejected'];
export const WRONG: readonly Sight[] = [
  'none',
  'tls',
  'clear',
  'refused',
  'refused-same-client',
  'refused,tls-elsewhere',
  'refused,tls',
  'refused,clear-elsewhere',
  'refused,spare',
  'refused,spare-elsewhere',
  'refused,spare-refused',
  'refused,spare,tls',
  'refused,spare,clear-elsewhere',
  'spare',
  'failed',
  'broke-off',
  'rejected',
];
export const TIMES = ['early', 'late'] as const;
export type Time = (typeof TIMES)[number];

/** Sessions that prove nothing. */
export const TROUBLE: readonly Sight[] = ['failed', 'broke-off', 'rejected'];

export const COMBINATIONS = DO.flatMap((atDo) =>
  DONT.flatMap((atDont) =>
    WRONG.flatMap((atWrong) => TIMES.map((time) => ({ atDo, atDont, atWrong, time }))),
  ),
);

export function judgeAt(sights: Readonly<Record<ScenarioId, Sight>>, time: Time) {
  return judge(see(sights), START + 1000 + (time === 'late' ? PROVISIONAL_AFTER_MS : 0));
}
