/** What every check of the doctor is given. */
import type { PublicCertificates } from '#certs';
import { type MailHost, mailHosts } from '#checks';
import type { Config } from '#config';
import type { ProbeTargetBody } from '#contracts';
import type { FetchedPolicy } from '#mta-sts';
import type { KnownScenario } from '#scenarios';
import type { Endpoint, StubResolver, ValidationCheck } from '#dns';
import type { GeneratedRecord } from '#zones';

import type { DoctorLine } from './doctor-line.js';
import type { VisitPage } from './visit-page.js';

export interface Examination {
  readonly config: Config;
  readonly resolver: StubResolver;
  readonly servers: readonly Endpoint[];
  readonly validation: ValidationCheck;
  /** The certificates of this instance, or why they cannot be read; null where there are none to be seen. */
  readonly certificates: PublicCertificates | Error | null;
  /** The records that this instance has published, or why they cannot be known. */
  readonly records: readonly GeneratedRecord[] | Error;
  /** A label that no check has: names below a scenario with it show whether its wildcard answers. */
  readonly anyToken: string;
  /** Connects to port 25 of a host or an address; each target once, however often it is asked for. */
  readonly probe: (target: string) => Promise<ProbeTargetBody>;
  /** Gets the MTA-STS policy of that host, as a sender does. */
  readonly fetchPolicy: (host: string) => Promise<FetchedPolicy>;
  /** Asks for the page of PUBLIC_URL. */
  readonly visit: VisitPage;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Looks at one thing. Never rejects: what goes wrong is a line. */
export type Check = (examination: Examination) => Promise<readonly DoctorLine[]>;

/** A name that senders of a scenario are led to: a mail server, or the host of a check. */
export interface ScenarioHost {
  readonly host: string;
  /** Whether it stands for the hosts of all checks. */
  readonly isWildcard: boolean;
  readonly plan: MailHost;
}

export function hostsOf(scenario: KnownScenario, { config, anyToken }: Examination): readonly ScenarioHost[] {
  return mailHosts(scenario, config.domain).map((plan) => ({
    host: plan.name.replace('*', anyToken),
    isWildcard: plan.name.startsWith('*'),
    plan,
  }));
}
