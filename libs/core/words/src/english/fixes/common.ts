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
