import type { PhraseBook } from '../../probe-phrases.js';

export const records: PhraseBook<'records'> = {
  'There are several 3 1 1 records, none for a key that is served.':
    'Er zijn meerdere 3 1 1-records, maar geen voor een sleutel die in gebruik is.',
  'There are 3 1 1 records for the key in use and for one to come: the key can be changed.':
    'Er zijn 3 1 1-records voor de gebruikte en voor een volgende sleutel: de sleutel kan worden gewisseld.',
  'Every 3 1 1 record is for a key in use, none for a key to come.':
    'Elk 3 1 1-record is voor een gebruikte sleutel, geen voor een volgende.',
  'There are a 3 1 1 record for the key and a 2 1 1 record for its issuer, and both match: either can be changed while the other holds.':
    'Er is een 3 1 1-record voor de sleutel en een 2 1 1-record voor de uitgever, en beide passen: elk kan worden gewisseld zolang het andere geldt.',
  'There are a 3 1 1 and a 2 1 1 record, and not both match: neither holds while the other is changed.':
    'Er is een 3 1 1- en een 2 1 1-record, maar niet allebei passen ze: geen van beide geldt terwijl het andere wordt gewisseld.',
  'There is no usable TLSA record.': 'Er is geen bruikbaar TLSA-record.',
  'There is a single TLSA record: when what it describes changes, mail is held back until the new record has reached every cache.':
    'Er is maar één TLSA-record: verandert wat het beschrijft, dan wordt mail vastgehouden tot het nieuwe record elke cache heeft bereikt.',
  'The TLSA records follow neither 3 1 1 + 3 1 1 nor 3 1 1 + 2 1 1, the two schemes by which a key can be changed at leisure.':
    'De TLSA-records volgen 3 1 1 + 3 1 1 noch 3 1 1 + 2 1 1, de twee schema’s waarmee een sleutel rustig gewisseld kan worden.',
  'Nothing that the server presents has this digest.': 'Niets van wat de server toont heeft deze hash.',
  'It describes a certificate that is presented, but with the wrong usage: 3 is for the server’s own certificate alone, 2 for one that issued it.':
    'Het beschrijft een getoond certificaat, maar met de verkeerde usage: 3 is alleen voor het eigen certificaat van de server, 2 voor een certificaat dat het uitgaf.',
  'The server does not send the certificate of the trust anchor along.':
    'De server stuurt het certificaat van het trust anchor niet mee.',
  'The certificate it describes is sent, but the server’s own is not issued under it.':
    'Het beschreven certificaat wordt gestuurd, maar dat van de server is er niet onder uitgegeven.',
  'The certificate does not carry the name of the server, which DANE-TA asks for.':
    'Het certificaat bevat de naam van de server niet, die DANE-TA eist.',
  'A certificate on the path to the trust anchor has expired.':
    'Een certificaat op het pad naar het trust anchor is verlopen.',
  'A certificate on the path to the trust anchor is not valid yet.':
    'Een certificaat op het pad naar het trust anchor is nog niet geldig.',
  'A certificate on the path to the trust anchor may not issue the one below it.':
    'Een certificaat op het pad naar het trust anchor mag het certificaat eronder niet uitgeven.',
  'A certificate on the path to the trust anchor is not meant for TLS servers.':
    'Een certificaat op het pad naar het trust anchor is niet bedoeld voor TLS-servers.',
  'More certificates lead to the trust anchor than Postfix follows.':
    'Er leiden meer certificaten naar het trust anchor dan Postfix volgt.',
  'A key or signature on the path to the trust anchor is too weak, such as one with SHA-1.':
    'Een sleutel of handtekening op het pad naar het trust anchor is te zwak, bijvoorbeeld met SHA-1.',
  'Whether the path to the trust anchor is valid could not be judged here.':
    'Of het pad naar het trust anchor geldig is, was hier niet vast te stellen.',
  'It is ignored, because there are records of the same usage and selector with a stronger digest.':
    'Het wordt genegeerd, omdat er records zijn met dezelfde usage en selector en een sterkere hash.',
  'The usages 0 and 1 rely on public authorities, which SMTP does not use.':
    'De usages 0 en 1 steunen op publieke CA’s, die SMTP niet gebruikt.',
  'Its usage is not one that is defined.': 'De usage is niet gedefinieerd.',
  'Its selector is not one that is defined.': 'De selector is niet gedefinieerd.',
  'Its matching type is not one that is defined.': 'Het matching type is niet gedefinieerd.',
  'Its data cannot be what the first three numbers say.':
    'De data kunnen niet zijn wat de eerste drie getallen zeggen.',
  '{1} OpenSSL says: {2}.': '{1} OpenSSL zegt: {2}.',
  'No OCSP response is stapled.': 'Er is geen OCSP-antwoord meegestuurd.',
  'a certificate that cannot be read': 'een certificaat dat niet te lezen is',
  'a time that cannot be read': 'een tijdstip dat niet te lezen is',
  'A stapled OCSP response was not checked: {1}.':
    'Een meegestuurd OCSP-antwoord is niet gecontroleerd: {1}.',
  'the issuer of the certificate was not sent': 'de uitgever van het certificaat is niet gestuurd',
  '{1}, valid until {2}.': '{1}, geldig tot {2}.',
  'The responder says {1}': 'De responder zegt {1}',
  'The responder does not know the certificate': 'De responder kent het certificaat niet',
  'The responder says {1}.': 'De responder zegt {1}.',
  'It is not signed by the issuer of the certificate.':
    'Het is niet ondertekend door de uitgever van het certificaat.',
  'It is not an OCSP response.': 'Het is geen OCSP-antwoord.',
  'It is about another certificate.': 'Het gaat over een ander certificaat.',
  'The responder does not know the certificate.': 'De responder kent het certificaat niet.',
  'It is valid from {1} on only.': 'Het is pas geldig vanaf {1}.',
  'It was valid until {1}.': 'Het was geldig tot {1}.',
};
