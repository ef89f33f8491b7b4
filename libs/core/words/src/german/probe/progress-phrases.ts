import type { PhraseBook } from '../../probe-phrases.js';

export const progress: PhraseBook<'progress'> = {
  'looking up {1}': '{1} wird abgefragt',
  'asked for the {1} records of {2}, {3}: {4}': '{1}-Einträge von {2} abgefragt, {3}: {4}',
  'asked for the TLSA records of {1}: {2}, {3}': 'TLSA-Einträge von {1} abgefragt: {2}, {3}',
  secure: 'gesichert',
  'not secure': 'nicht gesichert',
  'this server has no IPv6: IPv6 addresses are not connected to':
    'dieser Server hat kein IPv6: Zu IPv6-Adressen verbindet er sich nicht',
  'asked for the TLSA records of {1}: there are none': 'TLSA-Einträge von {1} abgefragt: Es gibt keine',
  'looked up the addresses: DANE does not apply': 'Adressen abgefragt: DANE gilt nicht',
  'asked for {1}: the answer fails DNSSEC validation':
    '{1} abgefragt: Die Antwort besteht die DNSSEC-Validierung nicht',
  'asked for {1}: no answer': '{1} abgefragt: keine Antwort',
  'asked {1} addresses of {2} name servers for {3}': '{1} Adressen von {2} Nameservern nach {3} gefragt',
  'there are no hosts': 'es gibt keine Hosts',
  'fetching the MTA-STS policy from {1}': 'MTA-STS-Richtlinie wird von {1} abgerufen',
  connecting: 'verbinden',
  'connected, waiting for the greeting': 'verbunden, warten auf die Begrüßung',
  'TLS handshake': 'TLS-Handshake',
  'as a client that knows {1} only: {2}': 'als Client, der nur {1} kennt: {2}',
  unreachable: 'nicht erreichbar',
  'not-looked-at': 'teilweise getestet',
  'no-starttls': 'kein TLS',
  bogus: 'DNS scheitert',
  insecure: 'nicht signiert',
  unusable: 'unbrauchbar',
  mismatch: 'passt nicht',
  verified: 'bestätigt',
  '{1}, DANE: {2}': '{1}, DANE: {2}',
  'not looked at: {1}': 'nicht getestet: {1}',
  'The server was restarted before the probe had ended.':
    'Der Server wurde neu gestartet, bevor die Prüfung zu Ende war.',
  'The server is being shut down.': 'Der Server wird gerade heruntergefahren.',
  'It took too long.': 'Es hat zu lange gedauert.',
  'Something went wrong on this server. It was logged, and says nothing about the domain.':
    'Auf diesem Server ist etwas schiefgegangen. Es wurde protokolliert und sagt nichts über die Domain.',
  'There is more to tell about this domain than this server keeps.':
    'Über diese Domain gibt es mehr zu sagen, als dieser Server speichert.',
  'delivers, authenticated': 'stellt zu, geprüft',
  'delivers over TLS, unauthenticated': 'stellt über TLS zu, ungeprüft',
  'delivers without TLS': 'stellt ohne TLS zu',
  'does not deliver': 'stellt nicht zu',
  'may deliver or not': 'stellt vielleicht zu, vielleicht nicht',
  'not known': 'nicht bekannt',
  'at {1}: {2}': 'bei {1}: {2}',
  'no TLSA record can be used': 'kein TLSA-Eintrag ist brauchbar',
  'whether the path to the trust anchor is valid could not be judged here':
    'ob der Pfad zum Vertrauensanker gültig ist, ließ sich hier nicht feststellen',
  'built with GnuTLS, as Debian’s is, it does not; built with OpenSSL it delivers':
    'mit GnuTLS gebaut, wie bei Debian, nicht; mit OpenSSL gebaut stellt es zu',
  'how it treats such a record was not tried': 'wie es einen solchen Eintrag behandelt, wurde nicht erprobt',
  'built with GnuTLS, as Debian’s is, it does not check the whole path; built with OpenSSL it does':
    'mit GnuTLS gebaut, wie bei Debian, prüft es nicht den ganzen Pfad; mit OpenSSL gebaut schon',
  '4.96 with GnuTLS crashes at an empty subject': '4.96 mit GnuTLS stürzt bei einem leeren Subject ab',
  'the certificate does not carry the name {1}': 'das Zertifikat enthält den Namen {1} nicht',
  'its documentation does not say': 'seine Dokumentation sagt es nicht',
  'its error 5.7.325 is for certificates without the name {1}, and does not except DANE-EE':
    'sein Fehler 5.7.325 gilt Zertifikaten ohne den Namen {1} und nimmt DANE-EE nicht aus',
  'its error 5.7.322 is for expired certificates, and does not except DANE-EE':
    'sein Fehler 5.7.322 gilt abgelaufenen Zertifikaten und nimmt DANE-EE nicht aus',
  'an issuer must say that it is a CA (RFC 5280 §6.1.4 (k))':
    'ein Aussteller muss als CA gekennzeichnet sein (RFC 5280 §6.1.4 (k))',
  'the trust anchor is out of its dates, which do not count in RFC 5280 §6.1.1':
    'der Vertrauensanker ist außerhalb seiner Gültigkeit, was nach RFC 5280 §6.1.1 nicht zählt',
  'not every sender finds an anchor by its key alone (RFC 7671 §5.2.3)':
    'nicht jeder Absender findet einen Anker allein anhand seines Schlüssels (RFC 7671 §5.2.3)',
  'anyExtendedKeyUsage may count as a purpose (RFC 5280 §4.2.1.12)':
    'anyExtendedKeyUsage darf als Zweck gelten (RFC 5280 §4.2.1.12)',
  'it sets no limit, and the rest of the chain was not judged':
    'es setzt keine Grenze, und der Rest der Kette wurde nicht beurteilt',
  'a sender that tries other issuers of the same name may find a path':
    'ein Absender, der andere Aussteller desselben Namens versucht, findet vielleicht einen Pfad',
  'no resolver validates DNSSEC here': 'hier validiert kein Resolver DNSSEC',
  'this probe did not connect': 'diese Prüfung hat sich nicht verbunden',
  'DNS answers fail': 'DNS-Antworten scheitern',
  'TLS is offered and fails': 'TLS wird angeboten und scheitert',
  'opportunistic TLS leaves it to the sender (RFC 7435 §1.2)':
    'opportunistisches TLS überlässt es dem Absender (RFC 7435 §1.2)',
  'it uses DANE with signed MX records only': 'es nutzt DANE nur mit signierten MX-Einträgen',
  'with unsigned MX records, using DANE is left to the sender (§2.2.1)':
    'bei unsignierten MX-Einträgen steht DANE dem Absender frei (§2.2.1)',
  'TLSA records promise TLS': 'TLSA-Einträge versprechen TLS',
  'it depends on which certificate the server presents to it':
    'es hängt davon ab, welches Zertifikat der Server ihm zeigt',
  'nobody outside its network reaches {1}': 'niemand außerhalb des Netzes erreicht {1}',
  'the server did not answer as long as this probe waits':
    'der Server hat nicht geantwortet, solange diese Prüfung wartet',
  '{1} ({2})': '{1} ({2})',
  '{1}: {2}': '{1}: {2}',
  '{1}: {2}.': '{1}: {2}.',
};
