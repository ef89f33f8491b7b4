/**
 * The configuration of Knot DNS as the appliance's own name server: it answers for DOMAIN, the zones that some scenarios have
 * below it, and nothing else, in public.
 * What is not configured is refused: recursion does not exist in Knot, transfers and updates need a rule.
 */
import { type ChildZone, isServed } from './child-zones.js';

export interface KnotOptions {
  readonly domain: string;
  /** Listening on these alone leaves 127.0.0.53 to the machine's own resolver. */
  readonly hosts: readonly string[];
  readonly port: number;
  /** The absolute path of the directory of keys, journal and the served zone. */
  readonly dir: string;
  /** Answers per second; zero: no limit. */
  readonly rateLimit: number;
  readonly dnstapSocket: string | undefined;
  /** The zones below it. */
  readonly children: readonly ChildZone[];
}

export function knotConfiguration(options: KnotOptions): string {
  return [
    `# Knot DNS for ${options.domain}. Made by \`havedane dns\`; the next run overwrites this file.`,
    ...serverSection(options),
    ...modules(options),
    ...policySection(),
    ...templateSection(options),
    ...zoneSection(options),
    '',
  ].join('\n');
}

function serverSection({ hosts, port, dir }: KnotOptions): string[] {
  return `
server:
  # Who asks learns nothing about the software and the machine.
  identity: ""
  version: ""
  nsid: ""
  rundir: ${quoted(`${dir}/run`)}
  listen: [ ${hosts.map((host) => quoted(`${host}@${port}`)).join(', ')} ]
  # Larger answers are cut and fetched by TCP: no fragments, which can be forged.
  udp-max-payload: 1232
  # Not one for each core of a large machine: the container's number of threads is limited.
  udp-workers: 4
  tcp-workers: 4
  background-workers: 2
  # So many that filling them takes thousands of queries a second: Knot limits no single client. One costs about 4 kB.
  tcp-max-clients: 16000
  # A connection without a query ends soon and makes room (RFC 7766, section 6.2.3); a query comes in whole within half a second.
  tcp-idle-timeout: 3
  tcp-io-timeout: 500

log:
  - target: stderr
    any: info

database:
  storage: ${quoted(dir)}
  journal-db-max-size: 200M`.split('\n');
}

function modules({ rateLimit, dnstapSocket }: KnotOptions): string[] {
  const observer = `
# Queries for the zone go to who listens there; if nobody does, they are answered all the same.
mod-dnstap:
  - id: observer
    sink: ${quoted(`unix:${dnstapSocket ?? ''}`)}
    identity: ""
    version: ""
    log-queries: on
    log-responses: off`;
  const limit = `
# Forged queries draw no more than this towards a victim. Every limited answer says "come by TCP" (slip: 1), which is
# no larger than the question and loses no real client.
mod-rrl:
  - id: public
    rate-limit: ${rateLimit}
    whitelist: [ 127.0.0.1, ::1 ]
    slip: 1`;
  const parts = [...(dnstapSocket === undefined ? [] : [observer]), limit];
  return parts.join('\n').split('\n');
}

function templateSection({ dnstapSocket }: KnotOptions): string[] {
  return `
template:
  - id: default
    # Cookies (RFC 7873): who proves its address is not limited.
    global-module: [ mod-cookies, mod-rrl/public ]
    semantic-checks: on
    # The files have no signatures and always the same serial number; Knot keeps both and raises the number.
    zonefile-load: difference-no-serial
    zonefile-sync: -1
    journal-content: all
    serial-policy: unixtime
    dnssec-policy: own${dnstapSocket === undefined ? '' : '\n    module: mod-dnstap/observer'}`.split('\n');
}

function policySection(): string[] {
  return `
policy:
  - id: own
    algorithm: ecdsap256sha256
    # One key, which is never replaced by itself: the parent's DS record stays right.
    single-type-signing: on
    ksk-lifetime: 0
    cds-cdnskey-publish: always
    # NSEC3, because many resolvers answer from cached NSEC records without asking us (RFC 8198); RFC 9276 for the rest.
    nsec3: on
    nsec3-iterations: 0
    nsec3-salt-length: 0
    # Made anew when 8 days are left: longer than the longest DNS_TTL.
    rrsig-lifetime: 21d
    rrsig-refresh: 8d`.split('\n');
}

/** The zone of DOMAIN is the first: the script asks for that one whether the server answers. */
function zoneSection({ domain, dir, children }: KnotOptions): string[] {
  const zones = [
    { domain, file: ZONE_FILE, isSigned: true },
    ...children.filter(isServed).map(({ apex, delegation }) => ({
      ...{ domain: apex, file: childZoneFile({ apex }), isSigned: delegation !== 'unsigned' },
    })),
  ];
  const lines = zones.flatMap((zone) => [
    `  - domain: ${quoted(zone.domain)}`,
    `    file: ${quoted(`${dir}/${zone.file}`)}`,
    `    dnssec-signing: ${zone.isSigned ? 'on' : 'off'}`,
  ]);
  return ['', 'zone:', ...lines];
}

/** The file of the zone of DOMAIN, beside which the others lie. */
export const ZONE_FILE = 'zone';

export function childZoneFile({ apex }: Pick<ChildZone, 'apex'>): string {
  return `${apex}.zone`;
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
