/** The certificates on disk, and the one that port 25 presents. */
import { createHash } from 'node:crypto';

import { certificateHosts } from '#checks';
import type { ProbeCertificateBody } from '#contracts';
import { describeCertificate, matchedNames } from '#dane';
import {
  CA,
  CERTIFICATES,
  type KnownCertificate,
  type KnownScenario,
  availableScenarios,
  completesHandshakes,
  isOfPublicAuthority,
} from '#scenarios';

import { type DoctorLine, LineWriter } from '../doctor-line.js';
import { type Check, type Examination, hostsOf } from '../examination.js';

const DAY_MS = 86_400_000;
const SOON_MS = 30 * DAY_MS;

export const checkCertificateFiles: Check = (examination) => Promise.resolve([fileLine(examination)]);

/** Certificates that cannot be used, or have expired, are not read at all: the reason is the line. */
function fileLine({ certificates, config, now }: Examination): DoctorLine {
  const line = new LineWriter('certificate files', config.certs.dir);
  const expected = 'readable, of DOMAIN, not expired';
  if (certificates === null) {
    // In the container of the API they are not mounted: it has no business with keys.
    return line.notApplicable(
      { expected, found: 'not here' },
      'Run this where they are: `docker compose run --rm operator doctor`. If that is here, make them with `havedane certs`.',
    );
  }
  if (certificates instanceof Error) {
    const comparison = { expected, found: certificates.message };
    return line.error(comparison, 'Make them with `havedane certs`, for the user that the receiver runs as.');
  }
  const current = CERTIFICATES.filter(({ validity }) => validity === 'current').map(({ id }) => id);
  const ends = ([CA, ...current] as const).map((subject) => {
    const description = describeCertificate(certificates[subject]);
    return description.kind === 'described' ? description.notAfter : 0;
  });
  const end = Math.min(...ends);
  const comparison = { expected, found: `until ${dateText(end)}` };
  if (end - now() > SOON_MS) return line.ok(comparison.expected, comparison.found);
  return line.warning(
    comparison,
    'Renew them in time: `havedane certs --rotate`, and publish the new TLSA records.',
  );
}

/** Each certificate at the host of the first scenario that presents it; those of a public authority are looked at in mta-sts.check.ts. */
export const checkPresentedCertificates: Check = async (examination) => {
  const { config } = examination;
  const measurable = availableScenarios(config).filter(completesHandshakes);
  const own = CERTIFICATES.filter((plan) => config.caddyDir === undefined || !isOfPublicAuthority(plan));
  const lines = own.flatMap((plan) => {
    const scenario = measurable.find(({ certificate }) => certificate === plan.id);
    return scenario === undefined ? [] : [presentedLines(plan, scenario, examination)];
  });
  return (await Promise.all(lines)).flat();
};

async function presentedLines(
  plan: KnownCertificate,
  scenario: KnownScenario,
  examination: Examination,
): Promise<readonly DoctorLine[]> {
  const [{ host } = { host: '' }] = hostsOf(scenario, examination);
  const target = await examination.probe(host);
  const handshakes = target.hosts.flatMap(({ addresses }) => addresses.flatMap((one) => one.handshakes));
  const presented = handshakes.flatMap(({ certificates: [own] }) => (own === undefined ? [] : [own]))[0];
  const line = new LineWriter('certificate', `port 25 of ${host}`);
  if (presented === undefined) {
    return [line.unknown({ expected: 'the certificate of this instance', found: 'nothing was presented' })];
  }
  return [
    identityLine(plan, presented, line, examination),
    ...(plan.names !== 'other' ? [namesLine(plan, presented, line, examination)] : []),
  ];
}

function identityLine(
  { id, validity }: KnownCertificate,
  presented: ProbeCertificateBody,
  line: LineWriter,
  { certificates, now }: Examination,
): DoctorLine {
  const end = Date.parse(presented.notAfter);
  const wanted = validity === 'current' ? ', not expired' : `, ${validity} on purpose`;
  const comparison = { expected: `${id} of CERTS_DIR${wanted}`, found: `until ${dateText(end)}` };
  if (validity === 'current' && end <= now())
    return line.error(comparison, 'Make new certificates: `havedane certs --rotate`.');
  if (certificates === null || certificates instanceof Error)
    return line.ok(comparison.expected, comparison.found);
  const own = createHash('sha256').update(certificates[id]).digest('hex');
  const found = own === presented.sha256 ? `${comparison.found}, that of CERTS_DIR` : 'another one';
  return line.judged(
    own === presented.sha256,
    { ...comparison, found },
    'Restart the receiver, so that it presents what is in CERTS_DIR; or another server answers at this address.',
  );
}

function namesLine(
  plan: KnownCertificate,
  { names }: ProbeCertificateBody,
  line: LineWriter,
  { config, anyToken }: Examination,
): DoctorLine {
  const wanted = certificateHosts(plan, config.domain).named.map((name) => name.replace('*', anyToken));
  const missing = wanted.filter((host) => matchedNames(names, [host]).length === 0);
  const comparison = {
    expected: 'the names of all its scenario hosts and their wildcards',
    found: missing.length === 0 ? names.join(', ') : `none for ${missing.join(', ')}`,
  };
  return line.judged(
    missing.length === 0,
    comparison,
    'Make certificates of this DOMAIN: `havedane certs --rotate`.',
  );
}

function dateText(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
