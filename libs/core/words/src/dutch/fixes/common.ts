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
export const IN_QUEUE_AND_LOG = 'Staat het in de queue, en wat zegt de log?';
export const NO_MTA_STS = 'Het kent geen MTA-STS voor uitgaande mail: je kunt het niet aanzetten.';
export const STS_RELAY =
  'Wil je MTA-STS toch afdwingen, verstuur dan via een relay die dat kan, zoals Postfix met postfix-tlspol op een eigen host:';
