import type { Daemon } from '../../lab/daemon.js';
import { launchKnot } from '../knot-process.js';
import type { UpdateServerSetup } from '../update-server.js';

/** Its ACL names the types that a key may change. */
export function launchUpdatedKnot(setup: UpdateServerSetup): Promise<Daemon> {
  const { directory, listen, zone, zoneFile, key, idleKey } = setup;
  const keys = [key, idleKey].map(
    ({ name, algorithm, secret }) => `  - id: ${name}\n    algorithm: ${algorithm}\n    secret: ${secret}`,
  );
  const clauses = `\
key:
${keys.join('\n')}
acl:
  - id: push
    key: ${key.name}
    action: update
    update-type: [ A, AAAA, CAA, CNAME, MX, TLSA, TXT ]
    update-owner: name
    update-owner-match: sub-or-equal
    update-owner-name: [ ${zone}. ]
  - id: idle
    key: ${idleKey.name}
    action: update
    update-type: [ A ]
zone:
  - domain: "${zone}"
    file: "${zoneFile}"
    acl: [ push, idle ]
    zonefile-sync: -1
    journal-content: changes
`;
  return launchKnot({ name: 'Knot', directory, listen, clauses });
}
