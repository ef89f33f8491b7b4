/** The page as visitors reach it: HTTPS with a certificate that browsers accept, the API behind it, and http:// that leads there. */
import ipaddr from 'ipaddr.js';

import { findHost } from '#dane';
import { hostOfUrl } from '#text';

import { type DoctorLine, LineWriter } from '../doctor-line.js';
import type { Check, Examination } from '../examination.js';
import type { PageVisit } from '../visit-page.js';

const DAY_MS = 86_400_000;
const EXPECTED = 'HTTPS with a certificate that browsers accept, and the API behind it';
const LEADS_TO_HTTPS = 'a redirection to https://';
/** Renewal is due when a third of the lifetime is left: with a fifth of it, or two weeks, something keeps it from happening. */
const LATE_SHARE = 5;
const MOST_LATE_MS = 14 * DAY_MS;

const LOG = 'its log says why (`docker compose logs caddy`)';
const FROM_OUTSIDE = 'open the page from another network: this machine may not reach its own public address';

export const checkPage: Check = async (examination) => {
  const { publicUrl } = examination.config;
  const url = new URL(publicUrl);
  const host = hostOfUrl(url);
  const line = new LineWriter('page', publicUrl);
  if (url.protocol === 'http:' || isLoopback(host)) {
    return [
      line.notApplicable({ expected: 'an https:// address for visitors', found: 'none: see PUBLIC_URL' }),
    ];
  }
  const addresses = ipaddr.isValid(host) ? [host] : await addressesOf(host, examination);
  if (typeof addresses === 'string') {
    const advice = 'Publish the addresses of the page: `havedane dns` prints them.';
    return [line.error({ expected: EXPECTED, found: addresses }, advice)];
  }
  return (await Promise.all(addresses.map((address) => addressLines(address, url, examination)))).flat();
};

function isLoopback(host: string): boolean {
  if (ipaddr.isValid(host)) return ipaddr.process(host).range() === 'loopback';
  return /(^|\.)localhost\.?$/.test(host);
}

/** Where browsers go; why they cannot. */
async function addressesOf(host: string, { resolver }: Examination): Promise<readonly string[] | string> {
  const { addresses, faults } = await findHost(resolver, host);
  if (addresses.length > 0) return addresses.map(({ address }) => address);
  return faults[0]?.detail ?? `${host} has no address`;
}

async function addressLines(
  address: string,
  { host, port }: URL,
  { visit, now }: Examination,
): Promise<readonly DoctorLine[]> {
  const secure = await visit(address, 'https', '/healthz');
  const line = secureLine(secure, new LineWriter('page', `https://${host} (${address})`), now());
  // What does not connect says the same of port 80; at a port of its own, nobody comes by http://.
  if (secure.kind === 'not-connected' || port !== '') return [line];
  const plain = await visit(address, 'http', '/');
  return [line, plainLine(plain, new LineWriter('page', `http://${host} (${address})`), host)];
}

function secureLine(visit: PageVisit, line: LineWriter, now: number): DoctorLine {
  const expected = EXPECTED;
  switch (visit.kind) {
    case 'answered':
      return answerLine(visit, line, now);
    case 'untrusted':
      return line.error({ expected, found: visit.detail }, untrustedAdvice(visit.code));
    case 'broken':
      return line.error(
        { expected, found: visit.detail },
        `See that the web server has a certificate: ${LOG}. \`docker compose restart caddy\` makes it ask for one immediately.`,
      );
    case 'not-connected':
      return notConnectedLine(visit, line);
  }
}

function answerLine(
  { status, body, validity }: Extract<PageVisit, { readonly kind: 'answered' }>,
  line: LineWriter,
  now: number,
): DoctorLine {
  const expected = EXPECTED;
  if (status !== 200 || !isHealthy(body)) {
    const found = `/healthz answers ${status}${status === 200 ? ', and not as the API does' : ''}`;
    return line.error(
      { expected, found },
      status === 503
        ? 'See the line on the store, and the log of the API.'
        : 'Let the web server pass everything to the API (`havedane init` prints its configuration), and see that the API runs.',
    );
  }
  const { from, to } = validity ?? { from: 0, to: Infinity };
  const found = `certificate until ${new Date(to).toISOString().slice(0, 10)}`;
  return to - now > Math.min((to - from) / LATE_SHARE, MOST_LATE_MS)
    ? line.ok(expected, found)
    : line.warning({ expected, found }, `See why the web server has not renewed it: ${LOG}.`);
}

function isHealthy(body: string): boolean {
  try {
    return (JSON.parse(body) as { readonly status?: unknown } | null)?.status === 'ok';
  } catch {
    return false;
  }
}

function untrustedAdvice(code: string): string {
  switch (code) {
    case 'CERT_HAS_EXPIRED':
      return `Let the web server renew it: ${LOG}. The CA has to reach port 80 or 443.`;
    case 'CERT_NOT_YET_VALID':
      return 'Set the clock of this machine, or replace the certificate.';
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return `Let the web server have a certificate for this name. If this is a router’s own page, ${FROM_OUTSIDE}.`;
    default:
      return `Let the web server have one of a public CA, and send the CA's intermediate with it. If this is a router’s own page, ${FROM_OUTSIDE}.`;
  }
}

/** Only a refusal comes from the address itself; silence may be due to where the doctor stands. */
function notConnectedLine(
  { dial }: Extract<PageVisit, { readonly kind: 'not-connected' }>,
  line: LineWriter,
): DoctorLine {
  const comparison = { expected: EXPECTED, found: dial.detail };
  if (dial.kind === 'refused') {
    return line.error(comparison, `Start the web server: ${LOG}. Behind a router, ${FROM_OUTSIDE}.`);
  }
  return line.unknown(
    comparison,
    dial.kind === 'no-ipv6'
      ? 'Run the doctor where there is IPv6: `docker compose run --rm operator doctor`.'
      : `See that the firewall lets TCP 80 and 443 in. If it does, ${FROM_OUTSIDE}.`,
  );
}

function plainLine(visit: PageVisit, line: LineWriter, host: string): DoctorLine {
  const expected = LEADS_TO_HTTPS;
  if (visit.kind === 'answered') {
    const { status, location } = visit;
    const leads = status >= 300 && status < 400 && location?.startsWith(`https://${host}`) === true;
    if (leads) return line.ok(expected, expected);
    const found = `status ${status}${location === null ? '' : `, to ${location}`}`;
    return line.warning({ expected, found }, 'Let the web server redirect http:// to https://.');
  }
  const found = visit.kind === 'not-connected' ? visit.dial.detail : visit.detail;
  return line.warning(
    { expected, found },
    'Open TCP port 80: visitors who type the name come there, and so do CAs before they issue a certificate.',
  );
}
