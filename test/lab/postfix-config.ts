/** The configuration of a Postfix that only sends: no port is listened on, mail comes in by the sendmail command. */
import type { SenderProfile } from './sender-profiles.js';

export interface PostfixDirectories {
  /** main.cf and master.cf. */
  readonly config: string;
  readonly queue: string;
  readonly data: string;
  readonly log: string;
}

export function mainCf(name: string, profile: SenderProfile, directories: PostfixDirectories): string {
  const parameters: Record<string, string> = {
    compatibility_level: '3.6',
    queue_directory: directories.queue,
    data_directory: directories.data,
    maillog_file: directories.log,
    maillog_file_prefixes: '/',
    syslog_name: 'postfix',
    myhostname: `${name}.sender.test`,
    mydestination: '',
    alias_maps: '',
    alias_database: '',
    // Must not be the receiver's address: Postfix would believe that the mail loops back to itself.
    inet_interfaces: '127.0.0.1',
    inet_protocols: 'ipv4',
    smtp_address_preference: 'ipv4',
    smtp_bind_address: profile.address,
    smtp_host_lookup: 'dns',
    message_size_limit: '0',
    smtp_tls_loglevel: '1',
    // As Debian's own main.cf has it.
    smtp_tls_session_cache_database: 'btree:$data_directory/smtp_scache',
    ...profile.parameters,
  };
  return Object.entries(parameters)
    .map(([key, value]) => `${key} = ${value}\n`)
    .join('');
}

/** Debian's master.cf without what receives mail or delivers it locally, and without chroots. */
export const MASTER_CF = `pickup    unix  n  -  n  60     1  pickup
cleanup   unix  n  -  n  -      0  cleanup
qmgr      unix  n  -  n  300    1  qmgr
tlsmgr    unix  -  -  n  1000?  1  tlsmgr
rewrite   unix  -  -  n  -      -  trivial-rewrite
bounce    unix  -  -  n  -      0  bounce
defer     unix  -  -  n  -      0  bounce
trace     unix  -  -  n  -      0  bounce
verify    unix  -  -  n  -      1  verify
flush     unix  n  -  n  1000?  0  flush
proxymap  unix  -  -  n  -      -  proxymap
smtp      unix  -  -  n  -      -  smtp
relay     unix  -  -  n  -      -  smtp
showq     unix  n  -  n  -      -  showq
error     unix  -  -  n  -      -  error
retry     unix  -  -  n  -      -  error
discard   unix  -  -  n  -      -  discard
scache    unix  -  -  n  -      1  scache
postlog   unix-dgram n - n -     1  postlogd
`;
