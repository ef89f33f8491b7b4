import type { Language } from '../language.js';

export const scenarios: Language['scenarios'] = {
  do: { title: 'Gültiges DANE', summary: 'Die TLSA-Einträge passen zum gezeigten Zertifikat.' },
  dont: { title: 'Kein DANE', summary: 'Der Host bietet TLS an, veröffentlicht aber keine TLSA-Einträge.' },
  wrong: {
    title: 'Fehlerhaftes DANE',
    summary:
      'Die TLSA-Einträge sind wohlgeformt, aber keiner passt zum gezeigten Zertifikat: Genau so sähe ein Angriff aus.',
  },
  ee: {
    title: 'Nur der Schlüssel des Servers (3 1 1)',
    summary: 'Der einzige TLSA-Eintrag beschreibt den Schlüssel des Zertifikats.',
  },
  ta: {
    title: 'Nur der Schlüssel der CA (2 1 1)',
    summary: 'Der einzige TLSA-Eintrag beschreibt den Schlüssel der CA, die das Zertifikat ausgestellt hat.',
  },
  'ee-cert': {
    title: 'Zertifikat des Servers (3 0 1)',
    summary: 'Der einzige TLSA-Eintrag beschreibt das ganze Zertifikat, nicht nur den Schlüssel.',
  },
  sha512: { title: 'SHA-512 (3 1 2)', summary: 'Der einzige TLSA-Eintrag enthält einen SHA-512-Hash.' },
  'full-key': {
    title: 'Ganzer Schlüssel des Servers (3 1 0)',
    summary: 'Der einzige TLSA-Eintrag enthält den Schlüssel selbst, keinen Hash.',
  },
  'full-cert': {
    title: 'Ganzes Zertifikat des Servers (3 0 0)',
    summary: 'Der einzige TLSA-Eintrag enthält das Zertifikat selbst, keinen Hash.',
  },
  'ta-cert': {
    title: 'Zertifikat der CA (2 0 1)',
    summary:
      'Der einzige TLSA-Eintrag beschreibt das Zertifikat der CA, wie es der Standard für Usage 2 empfiehlt.',
  },
  'ee-bad': {
    title: 'Falscher Schlüssel des Servers (3 1 1)',
    summary: 'Die TLSA-Einträge beschreiben Schlüssel, aber nicht den gezeigten.',
  },
  'ta-bad': {
    title: 'Nur eine falsche CA (2 1 1)',
    summary: 'Der einzige TLSA-Eintrag beschreibt eine CA, die das Zertifikat nicht ausgestellt hat.',
  },
  'ta-right': {
    title: 'CA richtig, Schlüssel falsch',
    summary: 'Einer der TLSA-Einträge passt, der für die CA. Ein Treffer genügt.',
  },
  'ee-right': {
    title: 'Schlüssel richtig, CA falsch',
    summary: 'Einer der TLSA-Einträge passt, der für den Schlüssel. Ein Treffer genügt.',
  },
  rollover: {
    title: 'Während eines Schlüsselwechsels',
    summary:
      'Zwei Schlüssel sind veröffentlicht, der vorige und der gezeigte, wie es jeder Schlüsselwechsel verlangt.',
  },
  agility: {
    title: 'Stärkerer Hash ist falsch',
    summary: 'Der SHA-256-Hash passt, der SHA-512-Hash nicht. Der stärkste Hash zählt.',
  },
  'pkix-ee': {
    title: 'Usage 1, passend',
    summary:
      'Der einzige TLSA-Eintrag verlangt eine öffentliche CA (Usage 1), was für Mail nicht gilt. TLS bleibt Pflicht.',
  },
  'pkix-ta': {
    title: 'Usage 0, passend',
    summary:
      'Der einzige TLSA-Eintrag nennt eine öffentliche CA (Usage 0), was für Mail nicht gilt. TLS bleibt Pflicht.',
  },
  'pkix-bad': {
    title: 'Usages 0 und 1, falsch',
    summary:
      'Die TLSA-Einträge haben die Usages 0 und 1, die für Mail nicht gelten, und passen zu nichts. TLS bleibt Pflicht.',
  },
  mtype: {
    title: 'Unbekannter Matching Type',
    summary:
      'Kein Absender kann den einzigen TLSA-Eintrag verwenden. TLS ist Pflicht, Authentifizierung nicht.',
  },
  selector: {
    title: 'Unbekannter Selector',
    summary:
      'Kein Absender kann den einzigen TLSA-Eintrag verwenden. TLS ist Pflicht, Authentifizierung nicht.',
  },
  short: {
    title: 'Hash zu kurz',
    summary: 'Dem Hash im einzigen TLSA-Eintrag fehlt das Ende. TLS ist Pflicht, Authentifizierung nicht.',
  },
  junk: {
    title: 'Unbrauchbare neben einem passenden',
    summary: 'Drei der TLSA-Einträge sind nicht verwendbar, der vierte passt.',
  },
  'junk-bad': {
    title: 'Unbrauchbare neben falschen',
    summary: 'Einige der TLSA-Einträge sind nicht verwendbar, und die verwendbaren passen nicht.',
  },
  many: {
    title: 'Dreizehn Einträge',
    summary:
      'Einer von dreizehn TLSA-Einträgen passt. Zusammen passen sie nicht in eine UDP-Antwort; Resolver müssen über TCP fragen.',
  },
  ecdsa: {
    title: 'ECDSA-Schlüssel',
    summary: 'Der TLSA-Eintrag passt zum Zertifikat, das einen ECDSA-Schlüssel auf der Kurve P-256 hat.',
  },
  'exp-ee': {
    title: 'Abgelaufen, Usage 3',
    summary:
      'Das Zertifikat ist abgelaufen, aber der TLSA-Eintrag beschreibt den Schlüssel: Gültigkeitsdaten zählen nicht.',
  },
  'exp-ta': {
    title: 'Abgelaufen, Usage 2',
    summary: 'Der TLSA-Eintrag beschreibt die CA, und das Zertifikat ist abgelaufen.',
  },
  'early-ee': {
    title: 'Noch nicht gültig, Usage 3',
    summary:
      'Das Zertifikat ist noch nicht gültig, aber der TLSA-Eintrag beschreibt den Schlüssel: Gültigkeitsdaten zählen nicht.',
  },
  'early-ta': {
    title: 'Noch nicht gültig, Usage 2',
    summary: 'Der TLSA-Eintrag beschreibt die CA, und das Zertifikat ist noch nicht gültig.',
  },
  'name-ee': {
    title: 'Falscher Name, Usage 3',
    summary:
      'Das Zertifikat gilt für einen anderen Namen, aber der TLSA-Eintrag beschreibt den Schlüssel: Namen zählen nicht.',
  },
  'name-ta': {
    title: 'Falscher Name, Usage 2',
    summary: 'Der TLSA-Eintrag beschreibt die CA, und das Zertifikat gilt für einen anderen Namen.',
  },
  'no-ca': {
    title: 'CA-Zertifikat nicht gesendet',
    summary:
      'Der TLSA-Eintrag beschreibt die CA, deren Zertifikat der Host nicht mitsendet: Eine Kette zu ihr lässt sich nicht bilden.',
  },
  self: {
    title: 'Selbstsigniert, Usage 3',
    summary: 'Das Zertifikat ist selbstsigniert, und der TLSA-Eintrag beschreibt den Schlüssel.',
  },
  wildcard: {
    title: 'Wildcard-Name, Usage 2',
    summary: 'Der TLSA-Eintrag beschreibt die CA, und das Zertifikat hat nur Wildcard-Namen.',
  },
  'name-dom': {
    title: 'Name der Maildomain, Usage 2',
    summary:
      'Das Zertifikat trägt den Namen der Maildomain, nicht den des MX-Hosts. Bei signierten MX-Einträgen gelten beide.',
  },
  bogus: {
    title: 'Ungültige Signatur',
    summary:
      'Die TLSA-Einträge sind mit einem Schlüssel signiert, den der DS-Eintrag nicht nennt; alles andere validiert.',
  },
  lame: {
    title: 'Abfrage scheitert',
    summary:
      'Die Abfrage der TLSA-Einträge scheitert, weil kein Nameserver darauf antwortet; Adresse und MX-Eintrag validieren.',
  },
  unsigned: {
    title: 'Unsignierte Zone',
    summary: 'Die TLSA-Einträge passen zu nichts, aber die Zone ist nicht signiert; sie zählen also nicht.',
  },
  'unsig-mx': {
    title: 'Unsignierter MX-Host',
    summary:
      'Der MX-Eintrag ist signiert und nennt einen Host in einer unsignierten Zone, dessen TLSA-Einträge zu nichts passen.',
  },
  'unsig-dom': {
    title: 'Unsignierte Domain',
    summary:
      'Der MX-Eintrag ist nicht signiert und nennt einen Host in einer signierten Zone, dessen TLSA-Einträge zu nichts passen.',
  },
  nodata: {
    title: 'Signiertes Nein',
    summary: 'Der MX-Host ist signiert, und DNSSEC beweist, dass er keine TLSA-Einträge hat.',
  },
  nostls: {
    title: 'STARTTLS entfernt',
    summary:
      'Der Host hat TLSA-Einträge, bietet aber kein STARTTLS an: Für den Absender sieht das aus, als hätte es jemand entfernt.',
  },
  plain: {
    title: 'Kein TLS, kein DANE',
    summary: 'Der Host hat keine TLSA-Einträge und bietet kein STARTTLS an.',
  },
  tls454: {
    title: '454 auf STARTTLS',
    summary:
      'Der Host hat TLSA-Einträge und bietet STARTTLS an, antwortet darauf aber, TLS sei vorübergehend nicht verfügbar.',
  },
  'nostls-u': {
    title: 'TLSA unbrauchbar, kein STARTTLS',
    summary:
      'Kein Absender kann den TLSA-Eintrag verwenden, der TLS trotzdem zur Pflicht macht; STARTTLS bietet der Host nicht an.',
  },
  reset: {
    title: 'Handshake zurückgesetzt',
    summary:
      'Der Host hat TLSA-Einträge und setzt die Verbindung zurück, sobald der Handshake seinen Namen nennt.',
  },
  oldtls: {
    title: 'Nur TLS 1.0 und 1.1',
    summary: 'Die TLSA-Einträge passen, aber der Host spricht nur veraltete TLS-Versionen.',
  },
  tlsreq: {
    title: 'TLS verlangt (530)',
    summary: 'Die TLSA-Einträge passen, und vor STARTTLS wird kein Empfänger angenommen.',
  },
  mx: {
    title: 'MX-Eintrag',
    summary: 'Ein MX-Eintrag nennt den Host, dessen TLSA-Einträge zum gezeigten Zertifikat passen.',
  },
  'mx-wrong': {
    title: 'Fehlerhafter MX-Host',
    summary: 'Ein MX-Eintrag nennt den Host, dessen TLSA-Einträge zu nichts passen, was er zeigt.',
  },
  cname: {
    title: 'Einträge hinter einem Alias',
    summary:
      'Der Name der TLSA-Einträge ist ein Alias für den Ort, wo sie stehen; sie passen zum Zertifikat.',
  },
  'cname-bad': {
    title: 'Falsche Einträge hinter einem Alias',
    summary:
      'Der Name der TLSA-Einträge ist ein Alias für den Ort, wo sie stehen; sie passen zu nichts, was der Host zeigt.',
  },
  'mx-other': {
    title: 'Andere signierte Zone',
    summary:
      'Der MX-Eintrag nennt einen Host in einer anderen signierten Zone, dessen TLSA-Einträge zu nichts passen, was er zeigt.',
  },
  'mx-next': {
    title: 'Nächster MX-Host',
    summary:
      'Die TLSA-Einträge des ersten MX-Hosts (10) passen zu nichts, die des zweiten (20) passen zu dem, was er zeigt.',
  },
  'mx-none': {
    title: 'Nächster MX-Host ohne DANE',
    summary:
      'Die TLSA-Einträge des ersten MX-Hosts (10) passen zu nichts; der zweite (20) hat keine und bietet STARTTLS an.',
  },
  'addr-two': {
    title: 'Eine von zwei Adressen falsch',
    summary:
      'Der Host hat zwei Adressen. Die TLSA-Einträge passen zu dem, was er an der einen zeigt, und an der anderen nicht.',
  },
  ipv6: { title: 'Nur IPv6', summary: 'Der Host hat nur eine IPv6-Adresse. Die TLSA-Einträge passen.' },
  ipv4: { title: 'Nur IPv4', summary: 'Der Host hat nur eine IPv4-Adresse. Die TLSA-Einträge passen.' },
  retry: {
    title: 'Einmal zurückgestellt',
    summary:
      'Die TLSA-Einträge passen. Der erste Versuch über TLS wird mit 451 beantwortet, der zweite angenommen.',
  },
  'sts-good': {
    title: 'Gültiges MTA-STS',
    summary: 'Seine MTA-STS-Richtlinie (enforce) nennt den MX-Host, dessen Zertifikat gültig ist.',
  },
  'sts-mx': {
    title: 'MX-Host nicht genannt',
    summary: 'Seine MTA-STS-Richtlinie (enforce) nennt einen anderen Host als der MX-Eintrag.',
  },
  'sts-cert': {
    title: 'Selbst signiert trotz Richtlinie',
    summary: 'Seine MTA-STS-Richtlinie (enforce) nennt den MX-Host, dessen Zertifikat selbst signiert ist.',
  },
  'sts-name': {
    title: 'Falscher Name trotz Richtlinie',
    summary:
      'Seine MTA-STS-Richtlinie (enforce) nennt den MX-Host, dessen Zertifikat für einen anderen Namen ist.',
  },
  'sts-exp': {
    title: 'Abgelaufen trotz Richtlinie',
    summary: 'Seine MTA-STS-Richtlinie (enforce) nennt den MX-Host, dessen Zertifikat abgelaufen ist.',
  },
  'sts-plain': {
    title: 'Kein STARTTLS trotz Richtlinie',
    summary: 'Seine MTA-STS-Richtlinie (enforce) nennt den MX-Host, der kein STARTTLS anbietet.',
  },
  'sts-next': {
    title: 'Nur der nächste MX-Host genannt',
    summary:
      'Seine MTA-STS-Richtlinie (enforce) nennt den zweiten MX-Host (20), nicht den ersten (10). Beide Zertifikate sind gültig.',
  },
  'sts-none': {
    title: 'MTA-STS-Richtlinie „none“',
    summary: 'Seine MTA-STS-Richtlinie hat den Modus „none“. Das Zertifikat ist selbst signiert.',
  },
  'sts-test': {
    title: 'MTA-STS im Testmodus',
    summary:
      'Seine MTA-STS-Richtlinie hat den Modus „testing“. Das Zertifikat ist selbst signiert. Ein Server, der TLS-Berichte schickt, muss den Fehler melden.',
  },
  'sts-404': {
    title: 'Keine Richtlinie auf ihrem Host',
    summary:
      'DNS kündigt eine MTA-STS-Richtlinie an; ihr Host antwortet mit 404. Das Zertifikat ist selbst signiert.',
  },
  'sts-redir': {
    title: 'Umgeleitete Richtlinie',
    summary:
      'Der Host der Richtlinie leitet zu einer MTA-STS-Richtlinie (enforce) um. Das Zertifikat ist selbst signiert.',
  },
  'sts-two': {
    title: 'Zwei MTA-STS-Einträge',
    summary:
      'Es gibt zwei TXT-Einträge von MTA-STS, die wie keiner zählen. Das Zertifikat ist selbst signiert.',
  },
  'sts-txt': {
    title: 'Fehlerhafter MTA-STS-Eintrag',
    summary:
      'Dem TXT-Eintrag seiner MTA-STS-Richtlinie (enforce) fehlt die id. Das Zertifikat ist selbst signiert.',
  },
  'sts-host': {
    title: 'Richtlinie ohne vertrautes Zertifikat',
    summary:
      'Der Host seiner MTA-STS-Richtlinie (enforce) hat ein selbst signiertes Zertifikat, der MX-Host ebenso.',
  },
  'sts-html': {
    title: 'Richtlinie als HTML',
    summary:
      'Seine MTA-STS-Richtlinie (enforce) wird als HTML ausgeliefert. Das Zertifikat ist selbst signiert.',
  },
  'sts-big': {
    title: 'Übergroße Richtlinie',
    summary:
      'Seine MTA-STS-Richtlinie (enforce) hat 128 Kilobyte, doppelt so viel, wie ein Absender lesen muss. Das Zertifikat ist selbst signiert.',
  },
  'sts-slow': {
    title: 'Stummer Host der Richtlinie',
    summary:
      'Der Host seiner MTA-STS-Richtlinie nimmt Anfragen an und beantwortet keine. Das Zertifikat ist selbst signiert.',
  },
  'sts-sub': {
    title: 'Richtlinie der übergeordneten Domain',
    summary:
      'Es gibt keine eigene MTA-STS-Richtlinie, aber die übergeordnete Domain hat eine (enforce). Das Zertifikat ist selbst signiert.',
  },
  'sts-wild': {
    title: 'MX-Host über einen Platzhalter',
    summary: 'Seine MTA-STS-Richtlinie (enforce) nennt „*.“ und die Domain des MX-Hosts.',
  },
  'sts-wide': {
    title: 'Platzhalter für zwei Labels',
    summary: 'Seine MTA-STS-Richtlinie (enforce) nennt „*.“ und eine Domain zwei Labels über dem MX-Host.',
  },
  'sts-id': {
    title: 'Ersetzte Richtlinie',
    summary:
      'Seine MTA-STS-Richtlinie (enforce) verbietet sein selbst signiertes Zertifikat; von 6 bis 12 und 18 bis 24 Uhr UTC erlaubt es eine neue mit anderer id und dem Modus „none“.',
  },
  'sts-gone': {
    title: 'Zurückgezogene Richtlinie',
    summary:
      'Seine MTA-STS-Richtlinie (enforce) verbietet sein selbst signiertes Zertifikat; von 6 bis 12 und 18 bis 24 Uhr UTC gibt es weder Eintrag noch Richtlinie.',
  },
  'sts-dane': {
    title: 'DANE fehlerhaft, MTA-STS gültig',
    summary:
      'Seine TLSA-Einträge passen zu nichts, was er vorzeigt; MTA-STS-Richtlinie und Zertifikat sind gültig.',
  },
  'sts-match': {
    title: 'DANE gültig, MTA-STS verletzt',
    summary:
      'Sein TLSA-Eintrag passt zu seinem Zertifikat, das selbst signiert ist und deshalb gegen seine MTA-STS-Richtlinie (enforce) verstößt.',
  },
  'sts-alone': {
    title: 'DANE unbrauchbar, MTA-STS gültig',
    summary:
      'Seinen einzigen TLSA-Eintrag kann kein Absender verwenden; MTA-STS-Richtlinie und Zertifikat sind gültig.',
  },
};
