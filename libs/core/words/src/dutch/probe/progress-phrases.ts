import type { PhraseBook } from '../../probe-phrases.js';

export const progress: PhraseBook<'progress'> = {
  'looking up {1}': '{1} wordt opgevraagd',
  'asked for the {1} records of {2}, {3}: {4}': '{1}-records van {2} opgevraagd, {3}: {4}',
  'asked for the TLSA records of {1}: {2}, {3}': 'TLSA-records van {1} opgevraagd: {2}, {3}',
  secure: 'beveiligd',
  'not secure': 'niet beveiligd',
  'this server has no IPv6: IPv6 addresses are not connected to':
    'deze server heeft geen IPv6: met IPv6-adressen maakt hij geen verbinding',
  'asked for the TLSA records of {1}: there are none': 'TLSA-records van {1} opgevraagd: er zijn er geen',
  'looked up the addresses: DANE does not apply': 'adressen opgevraagd: DANE geldt niet',
  'asked for {1}: the answer fails DNSSEC validation':
    '{1} opgevraagd: het antwoord doorstaat de DNSSEC-validatie niet',
  'asked for {1}: no answer': '{1} opgevraagd: geen antwoord',
  'asked {1} addresses of {2} name servers for {3}': '{1} adressen van {2} nameservers naar {3} gevraagd',
  'there are no hosts': 'er zijn geen hosts',
  'fetching the MTA-STS policy from {1}': 'MTA-STS-beleid wordt opgehaald van {1}',
  connecting: 'verbinden',
  'connected, waiting for the greeting': 'verbonden, wachten op de begroeting',
  'TLS handshake': 'TLS-handshake',
  'as a client that knows {1} only: {2}': 'als client die alleen {1} kent: {2}',
  unreachable: 'onbereikbaar',
  'not-looked-at': 'deels getest',
  'no-starttls': 'geen TLS',
  bogus: 'DNS faalt',
  insecure: 'niet ondertekend',
  unusable: 'onbruikbaar',
  mismatch: 'past niet',
  verified: 'geverifieerd',
  '{1}, DANE: {2}': '{1}, DANE: {2}',
  'not looked at: {1}': 'niet getest: {1}',
  'The server was restarted before the probe had ended.': 'De server is herstart voordat de test klaar was.',
  'The server is being shut down.': 'De server wordt afgesloten.',
  'It took too long.': 'Het duurde te lang.',
  'Something went wrong on this server. It was logged, and says nothing about the domain.':
    'Er ging iets mis op deze server. Het is gelogd en zegt niets over het domein.',
  'There is more to tell about this domain than this server keeps.':
    'Over dit domein valt meer te zeggen dan deze server bewaart.',
  'delivers, authenticated': 'levert af, geverifieerd',
  'delivers over TLS, unauthenticated': 'levert af via TLS, ongeverifieerd',
  'delivers without TLS': 'levert af zonder TLS',
  'does not deliver': 'levert niet af',
  'may deliver or not': 'levert misschien af, misschien niet',
  'not known': 'niet bekend',
  'at {1}: {2}': 'bij {1}: {2}',
  'no TLSA record can be used': 'geen TLSA-record is bruikbaar',
  'whether the path to the trust anchor is valid could not be judged here':
    'of het pad naar het trust anchor geldig is, was hier niet vast te stellen',
  'built with GnuTLS, as Debian’s is, it does not; built with OpenSSL it delivers':
    'gebouwd met GnuTLS, zoals bij Debian, niet; gebouwd met OpenSSL levert het af',
  'how it treats such a record was not tried': 'hoe het met zo’n record omgaat, is niet beproefd',
  'built with GnuTLS, as Debian’s is, it does not check the whole path; built with OpenSSL it does':
    'gebouwd met GnuTLS, zoals bij Debian, controleert het niet het hele pad; gebouwd met OpenSSL wel',
  '4.96 with GnuTLS crashes at an empty subject': '4.96 met GnuTLS crasht op een leeg subject',
  'the certificate does not carry the name {1}': 'het certificaat bevat de naam {1} niet',
  'its documentation does not say': 'de documentatie zegt het niet',
  'its error 5.7.325 is for certificates without the name {1}, and does not except DANE-EE':
    'de fout 5.7.325 geldt voor certificaten zonder de naam {1} en maakt voor DANE-EE geen uitzondering',
  'its error 5.7.322 is for expired certificates, and does not except DANE-EE':
    'de fout 5.7.322 geldt voor verlopen certificaten en maakt voor DANE-EE geen uitzondering',
  'an issuer must say that it is a CA (RFC 5280 §6.1.4 (k))':
    'een uitgever moet als CA zijn gemarkeerd (RFC 5280 §6.1.4 (k))',
  'the trust anchor is out of its dates, which do not count in RFC 5280 §6.1.1':
    'het trust anchor is buiten zijn geldigheid, wat volgens RFC 5280 §6.1.1 niet telt',
  'not every sender finds an anchor by its key alone (RFC 7671 §5.2.3)':
    'niet elke verzender vindt een anchor alleen aan de sleutel (RFC 7671 §5.2.3)',
  'anyExtendedKeyUsage may count as a purpose (RFC 5280 §4.2.1.12)':
    'anyExtendedKeyUsage mag als doel gelden (RFC 5280 §4.2.1.12)',
  'it sets no limit, and the rest of the chain was not judged':
    'het stelt geen grens, en de rest van de keten is niet beoordeeld',
  'a sender that tries other issuers of the same name may find a path':
    'een verzender die andere uitgevers met dezelfde naam probeert, vindt misschien een pad',
  'no resolver validates DNSSEC here': 'geen resolver valideert hier DNSSEC',
  'this probe did not connect': 'deze test maakte geen verbinding',
  'DNS answers fail': 'DNS-antwoorden falen',
  'TLS is offered and fails': 'TLS wordt aangeboden en mislukt',
  'opportunistic TLS leaves it to the sender (RFC 7435 §1.2)':
    'opportunistische TLS laat het aan de verzender (RFC 7435 §1.2)',
  'it uses DANE with signed MX records only': 'het gebruikt DANE alleen met ondertekende MX-records',
  'with unsigned MX records, using DANE is left to the sender (§2.2.1)':
    'bij niet-ondertekende MX-records staat DANE de verzender vrij (§2.2.1)',
  'TLSA records promise TLS': 'TLSA-records beloven TLS',
  'it depends on which certificate the server presents to it':
    'het hangt ervan af welk certificaat de server toont',
  'nobody outside its network reaches {1}': 'niemand buiten het netwerk bereikt {1}',
  'the server did not answer as long as this probe waits': 'de server antwoordde niet zolang deze test wacht',
  '{1} ({2})': '{1} ({2})',
  '{1}: {2}': '{1}: {2}',
  '{1}: {2}.': '{1}: {2}.',
};
