import type { PhraseBook } from '../../probe-phrases.js';

export const records: PhraseBook<'records'> = {
  'There are several 3 1 1 records, none for a key that is served.':
    'Es gibt mehrere 3-1-1-Einträge, aber keinen für einen genutzten Schlüssel.',
  'There are 3 1 1 records for the key in use and for one to come: the key can be changed.':
    'Es gibt 3-1-1-Einträge für den genutzten und für einen künftigen Schlüssel: Der Schlüssel kann gewechselt werden.',
  'Every 3 1 1 record is for a key in use, none for a key to come.':
    'Jeder 3-1-1-Eintrag gilt für einen genutzten Schlüssel, keiner für einen künftigen.',
  'There are a 3 1 1 record for the key and a 2 1 1 record for its issuer, and both match: either can be changed while the other holds.':
    'Es gibt einen 3-1-1-Eintrag für den Schlüssel und einen 2-1-1-Eintrag für den Aussteller, und beide passen: Jeder kann gewechselt werden, solange der andere gilt.',
  'There are a 3 1 1 and a 2 1 1 record, and not both match: neither holds while the other is changed.':
    'Es gibt einen 3-1-1- und einen 2-1-1-Eintrag, aber nicht beide passen: Keiner gilt, während der andere gewechselt wird.',
  'There is no usable TLSA record.': 'Es gibt keinen brauchbaren TLSA-Eintrag.',
  'There is a single TLSA record: when what it describes changes, mail is held back until the new record has reached every cache.':
    'Es gibt nur einen TLSA-Eintrag: Ändert sich, was er beschreibt, wird Mail zurückgehalten, bis der neue Eintrag jeden Cache erreicht hat.',
  'The TLSA records follow neither 3 1 1 + 3 1 1 nor 3 1 1 + 2 1 1, the two schemes by which a key can be changed at leisure.':
    'Die TLSA-Einträge folgen weder 3 1 1 + 3 1 1 noch 3 1 1 + 2 1 1, den beiden Schemata, mit denen sich ein Schlüssel in Ruhe wechseln lässt.',
  'Nothing that the server presents has this digest.': 'Nichts, was der Server zeigt, hat diesen Hash.',
  'It describes a certificate that is presented, but with the wrong usage: 3 is for the server’s own certificate alone, 2 for one that issued it.':
    'Er beschreibt ein gezeigtes Zertifikat, aber mit der falschen Usage: 3 gilt nur für das eigene Zertifikat des Servers, 2 für eines, das es ausgestellt hat.',
  'The server does not send the certificate of the trust anchor along.':
    'Der Server sendet das Zertifikat des Vertrauensankers nicht mit.',
  'The certificate it describes is sent, but the server’s own is not issued under it.':
    'Das beschriebene Zertifikat wird gesendet, aber das eigene des Servers ist nicht darunter ausgestellt.',
  'The certificate does not carry the name of the server, which DANE-TA asks for.':
    'Das Zertifikat enthält den Namen des Servers nicht, den DANE-TA verlangt.',
  'A certificate on the path to the trust anchor has expired.':
    'Ein Zertifikat auf dem Pfad zum Vertrauensanker ist abgelaufen.',
  'A certificate on the path to the trust anchor is not valid yet.':
    'Ein Zertifikat auf dem Pfad zum Vertrauensanker ist noch nicht gültig.',
  'A certificate on the path to the trust anchor may not issue the one below it.':
    'Ein Zertifikat auf dem Pfad zum Vertrauensanker darf das darunter nicht ausstellen.',
  'A certificate on the path to the trust anchor is not meant for TLS servers.':
    'Ein Zertifikat auf dem Pfad zum Vertrauensanker ist nicht für TLS-Server bestimmt.',
  'More certificates lead to the trust anchor than Postfix follows.':
    'Zum Vertrauensanker führen mehr Zertifikate, als Postfix verfolgt.',
  'A key or signature on the path to the trust anchor is too weak, such as one with SHA-1.':
    'Ein Schlüssel oder eine Signatur auf dem Pfad zum Vertrauensanker ist zu schwach, etwa mit SHA-1.',
  'Whether the path to the trust anchor is valid could not be judged here.':
    'Ob der Pfad zum Vertrauensanker gültig ist, ließ sich hier nicht feststellen.',
  'It is ignored, because there are records of the same usage and selector with a stronger digest.':
    'Er wird ignoriert, weil es Einträge mit derselben Usage und demselben Selector und stärkerem Hash gibt.',
  'The usages 0 and 1 rely on public authorities, which SMTP does not use.':
    'Die Usages 0 und 1 stützen sich auf öffentliche CAs, die SMTP nicht nutzt.',
  'Its usage is not one that is defined.': 'Seine Usage ist nicht definiert.',
  'Its selector is not one that is defined.': 'Sein Selector ist nicht definiert.',
  'Its matching type is not one that is defined.': 'Sein Matching Type ist nicht definiert.',
  'Its data cannot be what the first three numbers say.':
    'Seine Daten können nicht sein, was die ersten drei Zahlen sagen.',
  '{1} OpenSSL says: {2}.': '{1} OpenSSL sagt: {2}.',
  'No OCSP response is stapled.': 'Es ist keine OCSP-Antwort angeheftet.',
  'a certificate that cannot be read': 'ein Zertifikat, das sich nicht lesen lässt',
  'a time that cannot be read': 'einem Zeitpunkt, der sich nicht lesen lässt',
  'A stapled OCSP response was not checked: {1}.': 'Eine angeheftete OCSP-Antwort wurde nicht geprüft: {1}.',
  'the issuer of the certificate was not sent': 'der Aussteller des Zertifikats wurde nicht gesendet',
  '{1}, valid until {2}.': '{1}, gültig bis {2}.',
  'The responder says {1}': 'Der Responder sagt {1}',
  'The responder does not know the certificate': 'Der Responder kennt das Zertifikat nicht',
  'The responder says {1}.': 'Der Responder sagt {1}.',
  'It is not signed by the issuer of the certificate.':
    'Sie ist nicht vom Aussteller des Zertifikats signiert.',
  'It is not an OCSP response.': 'Es ist keine OCSP-Antwort.',
  'It is about another certificate.': 'Sie betrifft ein anderes Zertifikat.',
  'The responder does not know the certificate.': 'Der Responder kennt das Zertifikat nicht.',
  'It is valid from {1} on only.': 'Sie gilt erst ab {1}.',
  'It was valid until {1}.': 'Sie galt bis {1}.',
};
