/** The body of a check, as `GET /api/checks/TOKEN` answers it and `check:update` pushes it. */
import { z } from 'zod';

import {
  ADVICE,
  ATTRIBUTIONS,
  CONCLUSIONS,
  FINDINGS,
  HEADLINE_KINDS,
  MEMBERSHIPS,
  OUTCOMES,
  PROTECTIONS,
  READINGS,
  RELEASE_STATES,
  RESULT_STATES,
  SCENARIO_STATES,
} from '#checks';
import { GROUPS, LEVELS, MECHANISMS, REQUIREMENTS, SCENARIO_IDS } from '#scenarios';

import { checkReportBody } from './check-report.contract.js';
import { observationBody, timestamp } from './observation.contract.js';
import { phasesBody } from './policy-phases.contract.js';

export const adviceBody = z.object({
  code: z.enum(ADVICE).meta({ description: 'What to do; it keeps its meaning in every language.' }),
  audience: z.string().meta({ description: 'The mail system that the step is for, or `Any server`.' }),
  step: z.string().meta({ description: 'Plain text, with settings and commands in backticks.' }),
});

/** One statement of a verdict. */
export const messageBody = z.object({
  code: z.string().meta({ description: 'Keeps its meaning in every language; new ones may come.' }),
  facts: z.record(z.string(), z.unknown()).meta({ description: 'The values in the text.' }),
  text: z.string(),
});

/** For who forgives a failure, which hides them from the verdict. */
const doubts = z.array(z.string()).meta({
  description:
    'What decides nothing, and beside which no pass is final: such as a delivery by an unknown client.',
});

export const verdictBody = z.object({
  outcome: z.enum(OUTCOMES),
  provisional: z.boolean(),
  code: z.enum(READINGS).meta({ description: 'The finest distinction that the verdict makes.' }),
  title: z.string(),
  explanation: z.string().meta({ description: 'The texts of `messages`, as one paragraph.' }),
  messages: z.array(messageBody),
  doubts,
  advice: z.array(adviceBody),
});

/** What the hosts with an MTA-STS policy say (RFC 8461): it never changes the verdict on DANE, nor that it. */
export const mtaStsBody = z.object({
  outcome: z.enum(OUTCOMES),
  provisional: z.boolean(),
  code: z.enum(READINGS),
  protection: z.enum(PROTECTIONS).nullable().meta({
    description: 'Which of DANE and MTA-STS is enforced. Null while one of them is not known for certain.',
  }),
  title: z.string(),
  doubts,
  caching: z.string().meta({ description: 'Which policies your system may have cached, and what follows.' }),
  fetched: z
    .array(
      z.object({
        scenario: z.enum(SCENARIO_IDS),
        clientAddress: z.string(),
        at: timestamp,
        until: timestamp.meta({ description: 'Until when it may apply what it fetched.' }),
      }),
    )
    .meta({
      description:
        'The latest fetch of each policy that a server of the check was seen to make, or an address that DNS ties to one, even before the check. Others may have gone unseen.',
    }),
});

/** The verdict on DANE and the one on MTA-STS in one line. */
export const headlineBody = z.object({
  kind: z.enum(HEADLINE_KINDS).meta({
    description:
      'What it says is enforced. `dane-alone`: it speaks of DANE alone, while MTA-STS was not tested or one of them is not known for certain. `mixed`: one is enforced in part, mail came without TLS, or not all servers were seen at hosts with an MTA-STS policy.',
  }),
  title: z.string(),
  meaning: z.string().meta({ description: 'What that leaves unprotected; empty if nothing is to add.' }),
});

export const checkScenarioBody = z.object({
  id: z.enum(SCENARIO_IDS),
  group: z.enum(GROUPS),
  mechanism: z.enum(MECHANISMS).meta({ description: 'What it measures: each has a verdict of its own.' }),
  level: z.enum(LEVELS).meta({
    description: 'The first level that mails it; each level has the scenarios of those before it as well.',
  }),
  title: z.string(),
  summary: z.string(),
  address: z.string(),
  classicAddress: z.string(),
  expected: z.enum(['delivered', 'refused', 'either']),
  requirement: z.enum(REQUIREMENTS),
  fallback: z.boolean().meta({ description: 'Whether refused mail can go to another host or address.' }),
  noQueue: z.boolean().meta({ description: 'Whether the mail of `level=no-queue` goes there.' }),
  state: z.enum(SCENARIO_STATES),
  conclusion: z.enum(CONCLUSIONS),
  /** What was seen at this host so far, in one sentence. */
  finding: z.string(),
  phases: phasesBody.nullable().meta({
    description: 'Null unless the MTA-STS policy of the host changes by the clock (`sts-id`, `sts-gone`).',
  }),
  rfc: z.string(),
});

/** A request for the MTA-STS policy of a scenario. */
export const fetchBody = z.object({
  clientAddress: z.string(),
  attribution: z.enum(ATTRIBUTIONS).meta({
    description: '`same-client`: the server itself asked. `system`: an address that DNS ties to a server.',
  }),
  at: timestamp,
  status: z.int().nullable().meta({ description: 'Our HTTP status; null: it was left unanswered.' }),
  userAgent: z.string().nullable(),
});

/** What one server did at one scenario, and what that proves. */
export const resultBody = z.object({
  scenario: z.enum(SCENARIO_IDS),
  server: z.string().meta({ description: 'The client address of the server.' }),
  state: z.enum(RESULT_STATES).meta({
    description:
      '`refused` is proven, `likely-refused` is not. `not-judged`: what was seen says nothing about DANE. `left`: the server accepted the certificate and left before it sent a message. `lost`: the connection broke.',
  }),
  conclusion: z.enum(CONCLUSIONS).meta({
    description:
      '`waiting`: open, and no part of the outcome. Except that deliveries with the finding `policy-not-given` make the verdict on MTA-STS red, and provisional, while nothing else failed.',
  }),
  requirement: z.enum(REQUIREMENTS).meta({ description: 'Only `required` scenarios decide the outcome.' }),
  finding: z.enum(FINDINGS),
  text: z.string(),
  fetches: z.array(fetchBody).meta({
    description:
      'Who asked for the MTA-STS policy of the host since the check was made, the latest first: at most 5, and of a client and answer one a minute. Empty at hosts without one. It proves nothing, and others may have gone unseen.',
  }),
  rfc: z.string(),
});

/** A client address of the system under test. */
export const serverBody = z.object({
  address: z.string(),
  name: z.string().nullable().meta({ description: 'What it called itself in EHLO.' }),
  reverseName: z.string().nullable(),
  label: z.string().nullable().meta({
    description:
      'What the visitor calls it: the local part of the addresses that it delivered to, unless `test`.',
  }),
  membership: z.enum(MEMBERSHIPS).meta({
    description:
      '`delivered`: it delivered a message of the check where one may. `same-message`: it delivered such a message where none may be delivered, or during a release. `forward-confirmed`, `spf`: DNS ties it to such a server.',
  }),
  results: z.array(resultBody).meta({
    description: 'By scenario. After the first 10 servers, what was not tested is left out.',
  }),
});

/** Somebody else who looked at the hosts of the check. It changes nothing. */
export const strangerBody = z.object({
  address: z.string(),
  name: z.string().nullable().meta({ description: 'What it called itself in EHLO.' }),
  firstAt: timestamp,
  lastAt: timestamp,
  scenarios: z.array(z.enum(SCENARIO_IDS)),
  text: z.string().meta({ description: 'What it did.' }),
});

/** Where the release of a refused message stands. */
export const releaseBody = z.object({
  state: z.enum(RELEASE_STATES).meta({
    description:
      '`not-yet`: no server of the check was seen to refuse. `unavailable`: one was, at a host that all checks share (classic addresses). `possible`: ask for it, or wait until `at`. `released`: the next retry is delivered. `delivered`: a message was delivered, which ends the release. `expired`: nothing was delivered within a day, which ends it too.',
  }),
  at: timestamp.nullable().meta({
    description:
      '`possible`: when it happens automatically, null when never. `released`: since when. `delivered`, `expired`: when it ended. Null in the other states.',
  }),
});

/** A request that may be the next step. */
export const actionBody = z.object({
  method: z.literal('POST'),
  url: z.url(),
  /** The scenarios for which this check can show no further refusal being retried. */
  scenarios: z.array(z.string()),
});

export const checkBody = z.object({
  token: z.string(),
  url: z.url(),
  revision: z.int().meta({
    description:
      'Never falls while the check exists: of two bodies the one with the lower revision is older. With the same revision only time, the release or the reports can have moved on.',
  }),
  createdAt: timestamp,
  expiresAt: timestamp,
  headline: headlineBody,
  verdict: verdictBody,
  mtaSts: mtaStsBody.nullable().meta({
    description: 'Null while nothing was seen at a host with an MTA-STS policy.',
  }),
  scenarios: z.array(checkScenarioBody),
  /** The servers of the system under test that were seen. */
  servers: z.array(serverBody),
  /** The results of all servers, for each scenario in turn. */
  results: z.array(resultBody),
  strangers: z.array(strangerBody),
  /** TLS reports about the hosts of this check, which come a day later. */
  reports: z.array(checkReportBody),
  /** Of `releases` the one in which there is something to do or to wait for. */
  release: releaseBody,
  releases: z.array(releaseBody.extend({ scenario: z.string() })),
  /** The next step once a release has ended: this check is used up for its scenario. Null before that. */
  newCheck: actionBody.nullable(),
  observations: z.array(observationBody),
  /** Observations beyond the cap of stored ones: counted, not kept. */
  observationsDropped: z.int(),
});

export type AdviceBody = z.infer<typeof adviceBody>;
export type VerdictBody = z.infer<typeof verdictBody>;
export type CheckScenarioBody = z.infer<typeof checkScenarioBody>;
export type FetchBody = z.infer<typeof fetchBody>;
export type ResultBody = z.infer<typeof resultBody>;
export type ServerBody = z.infer<typeof serverBody>;
export type StrangerBody = z.infer<typeof strangerBody>;
export type ReleaseBody = z.infer<typeof releaseBody>;
export type CheckBody = z.infer<typeof checkBody>;
