/** What several guides say. */
export const VALIDATING_RESOLVER =
  'Nutzen Sie einen validierenden Resolver auf demselben Rechner. Unter den Flags dieser Antwort muss `ad` sein:';
export const MAILED_ALL =
  'Ging die Nachricht an jede Adresse? Ist Port 25 auf diesem Rechner ausgehend offen?';
export const RELAY =
  'Um DANE trotzdem durchzusetzen, senden Sie über ein Relay, das es beherrscht, etwa Postfix mit DANE auf einem eigenen Host:';
export const SHOW_QUEUE = 'Queue anzeigen:';
export const RETRY = 'Jetzt erneut versuchen:';
export const DELETE = 'Nachricht löschen:';
export const IN_QUEUE = 'Ist die Nachricht in der Queue?';
export const IN_QUEUE_AND_LOG = 'Ist die Nachricht in der Queue, und was steht im Log?';
export const NO_MTA_STS = 'MTA-STS für ausgehende Mail unterstützt es nicht.';
export const STS_RELAY =
  'Um MTA-STS trotzdem durchzusetzen, senden Sie über ein Relay, das es beherrscht, etwa Postfix mit postfix-tlspol auf einem eigenen Host:';
export const POLICY_FILE =
  'postfix-mta-sts-resolver: Speichern Sie Richtlinien in einer Datei, damit ein Neustart keine vergisst (`sts-gone`); Debian stellt es so ein. In `mta-sts-daemon.yml`, danach mta-sts-daemon neu starten:';
export const POLICIES_ELSEWHERE =
  'Es speichert keine Richtlinien. Setzt ein Relay MTA-STS für dieses System durch, sehen Sie dort nach.';
export const POLICIES_IN_MEMORY =
  'Laut Quelltext hält es Richtlinien im Arbeitsspeicher, ein Neustart vergisst sie also (`sts-gone`); eine Einstellung dafür gibt es nicht. War es kein Neustart, melden Sie es den Entwicklern: Eine Richtlinie gilt, bis ihr `max_age` abgelaufen ist (RFC 8461 §3.3).';
export const POLICIES_HOSTED =
  'Die Richtlinien speichert der Anbieter; eine eigene Einstellung dafür gibt es nicht. Melden Sie es ihm: Eine Richtlinie gilt, bis ihr `max_age` abgelaufen ist, auch wenn sie nicht mehr zu finden ist (RFC 8461 §3.3).';
