/** What several guides say. */
export const VALIDATING_RESOLVER =
  'Nutzen Sie einen validierenden Resolver auf demselben Rechner. Unter den Flags dieser Antwort muss `ad` sein:';
export const MAILED_ALL =
  'Ging die Nachricht an jede Adresse? Ist Port 25 auf diesem Rechner ausgehend offen?';
export const RELAY =
  'Um DANE trotzdem durchzusetzen, senden Sie über ein Relay, das es kann, etwa Postfix mit DANE auf einem eigenen Host:';
export const SHOW_QUEUE = 'Queue anzeigen:';
export const RETRY = 'Jetzt erneut versuchen:';
export const DELETE = 'Nachricht löschen:';
export const IN_QUEUE = 'Ist sie in der Queue?';
export const IN_QUEUE_AND_LOG = 'Ist sie in der Queue, und was sagt das Log?';
export const NO_MTA_STS = 'Es kann kein MTA-STS für ausgehende Mail: Es lässt sich nicht einschalten.';
export const STS_RELAY =
  'Um MTA-STS trotzdem durchzusetzen, senden Sie über ein Relay, das es kann, etwa Postfix mit postfix-tlspol auf einem eigenen Host:';
