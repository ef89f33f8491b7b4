/** What several guides say. */
export const VALIDATING_RESOLVER =
  'Use a validating resolver on the same machine. The flags of this answer must include `ad`:';
export const MAILED_ALL = 'Did the message go to every address? Is outbound port 25 open on this machine?';
export const RELAY =
  'To enforce DANE anyway, send through a relay that does, such as Postfix with DANE on a host of your own:';
export const SHOW_QUEUE = 'Show the queue:';
export const RETRY = 'Retry now:';
export const DELETE = 'Delete the message:';
export const IN_QUEUE = 'Is it in the queue?';
export const IN_QUEUE_AND_LOG = 'Is it in the queue, and what does the log say?';
export const NO_MTA_STS = 'It does not support MTA-STS for outgoing mail.';
export const STS_RELAY =
  'To enforce MTA-STS anyway, send through a relay that does, such as Postfix with postfix-tlspol on a host of your own:';
export const POLICY_FILE =
  'postfix-mta-sts-resolver: keep policies in a file, so that a restart forgets none (`sts-gone`); Debian sets this. In `mta-sts-daemon.yml`, then restart mta-sts-daemon:';
export const POLICIES_ELSEWHERE = 'It keeps no policies. If a relay enforces MTA-STS for it, look there.';
export const POLICIES_IN_MEMORY =
  'According to its source code, it keeps policies in memory, so a restart forgets them (`sts-gone`); there is no setting for that. Without a restart, report it to its developers: a policy must be applied until its `max_age` ends (RFC 8461 §3.3).';
export const POLICIES_HOSTED =
  'The provider keeps the policies, and there is no setting of yours for it. Report it: a policy must be applied until its `max_age` ends, even when it can no longer be found (RFC 8461 §3.3).';
