/** What several guides say. */
export const VALIDATING_RESOLVER =
  'Gebruik een validerende resolver op dezelfde machine. Bij de flags van dit antwoord moet `ad` staan:';
export const MAILED_ALL =
  'Is het bericht naar alle adressen gegaan? Staat poort 25 op deze machine uitgaand open?';
export const RELAY =
  'Wil je DANE toch afdwingen, verstuur dan via een relay die dat kan, zoals Postfix met DANE op een eigen host:';
export const SHOW_QUEUE = 'Bekijk de queue:';
export const RETRY = 'Probeer nu opnieuw:';
export const DELETE = 'Verwijder het bericht:';
export const IN_QUEUE = 'Staat het in de queue?';
export const IN_QUEUE_AND_LOG = 'Staat het in de queue, en wat staat er in het logboek?';
export const NO_MTA_STS = 'Het ondersteunt geen MTA-STS voor uitgaande mail.';
export const STS_RELAY =
  'Wil je MTA-STS toch afdwingen, verstuur dan via een relay die dat kan, zoals Postfix met postfix-tlspol op een eigen host:';
export const POLICY_FILE =
  'postfix-mta-sts-resolver: bewaar beleid in een bestand, zodat een herstart niets vergeet (`sts-gone`); Debian stelt dit zo in. In `mta-sts-daemon.yml`, herstart daarna mta-sts-daemon:';
export const POLICIES_ELSEWHERE =
  'Het bewaart geen beleid. Dwingt een relay MTA-STS ervoor af, kijk dan daar.';
export const POLICIES_IN_MEMORY =
  'Volgens de broncode bewaart het beleid in het geheugen, dus een herstart vergeet het (`sts-gone`); daar is geen instelling voor. Was er geen herstart, meld het dan aan de ontwikkelaars: beleid geldt tot `max_age` voorbij is (RFC 8461 §3.3).';
export const POLICIES_HOSTED =
  'De provider bewaart het beleid; zelf kun je hier niets voor instellen. Meld het: beleid geldt tot `max_age` voorbij is, ook als het niet meer te vinden is (RFC 8461 §3.3).';
