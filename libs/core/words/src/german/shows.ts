import type { ReaderTexts } from '../language.js';

export const shows: ReaderTexts['shows'] = {
  do: 'Der Server kann nicht an Hosts mit gültigem DANE zustellen, oder er stellt unverschlüsselt zu, obwohl DANE TLS verlangt.',
  dont: 'Beides ist gut: Ein Server, der ablehnt, verlangt offenbar DANE von jedem Host.',
  wrong: 'Der Server setzt DANE nicht durch: Er gibt Mail an einen Host, den TLSA-Einträge ausschließen.',
  ee: 'Der Server kann nicht zustellen, wo der häufigste TLSA-Eintrag allein steht.',
  ta: 'Der Server kann nicht an Hosts zustellen, die nur ihre CA veröffentlichen.',
  'ee-cert':
    'Der Server vergleicht nur Schlüssel und hält Mail an Hosts zurück, die Zertifikate veröffentlichen.',
  sha512: 'Der Server kennt nur SHA-256 und hält einen unbekannten Hash für einen falschen.',
  'full-key': 'Der Server vergleicht keine Schlüssel, die ganz veröffentlicht sind.',
  'full-cert': 'Der Server vergleicht keine Zertifikate, die ganz veröffentlicht sind.',
  'ta-cert': 'Der Server kann nicht zustellen, wo die CA durch ihr Zertifikat veröffentlicht ist.',
  'ee-bad': 'Der Server gibt Mail an einen Host, dessen Schlüssel die TLSA-Einträge ausschließen.',
  'ta-bad':
    'Der Server prüft keine CAs (Usage 2): Hosts, die nichts anderes veröffentlichen, sind nicht geschützt. Einem Absender, der nur Usage 3 implementiert, ist das erlaubt.',
  'ta-right': 'Der Server verlangt, dass jeder Eintrag passt, oder implementiert nur Usage 3.',
  'ee-right': 'Der Server verlangt, dass jeder Eintrag passt.',
  rollover:
    'Der Server sieht sich nur einen Eintrag an und hält Mail zurück, während ein Host seinen Schlüssel wechselt.',
  agility:
    'Der Server akzeptiert den schwächeren von zwei Hashes: Wer den bricht, kann sich als der Host ausgeben.',
  'pkix-ee': 'Der Server stellt unverschlüsselt zu, obwohl es TLSA-Einträge gibt.',
  'pkix-ta': 'Der Server stellt unverschlüsselt zu, obwohl es TLSA-Einträge gibt.',
  'pkix-bad':
    'Ein Server, der ablehnt, hält Usage 1 für 3; einer, der unverschlüsselt zustellt, übergeht die Einträge ganz.',
  mtype: 'Der Server stellt unverschlüsselt zu, weil er den Eintrag nicht verwenden kann.',
  selector: 'Der Server stellt unverschlüsselt zu, weil er den Eintrag nicht verwenden kann.',
  short: 'Der Server stellt unverschlüsselt zu, weil er den Eintrag nicht verwenden kann.',
  junk: 'Der Server gibt bei einem Eintrag auf, den er nicht verwenden kann, statt ihn wegzulassen.',
  'junk-bad': 'Der Server gibt DANE auf, sobald er auf einen Eintrag stößt, den er nicht verwenden kann.',
  many: 'Der Server oder sein Resolver kann große DNS-Antworten nicht lesen: eine Firewall, die TCP-Port 53 sperrt, oder ein fester Puffer.',
  ecdsa: 'Der Server bietet keine ECDSA-Signaturen an und erreicht daher keine Hosts ohne RSA-Schlüssel.',
  'exp-ee':
    'Der Server beachtet Gültigkeitsdaten, wo der Standard es verbietet, und hält Mail zurück, die er zustellen könnte.',
  'exp-ta': 'Der Server akzeptiert ein Zertifikat, für das seine CA nicht mehr bürgt.',
  'early-ee':
    'Der Server beachtet Gültigkeitsdaten, wo der Standard es verbietet, und hält Mail zurück, die er zustellen könnte.',
  'early-ta': 'Der Server akzeptiert ein Zertifikat, für das seine CA noch nicht bürgt.',
  'name-ee':
    'Der Server prüft Namen, wo der Standard es verbietet, und hält Mail zurück, die er zustellen könnte.',
  'name-ta':
    'Der Server akzeptiert jedes Zertifikat der CA: Jeder andere ihrer Kunden kann sich als der Host ausgeben.',
  'no-ca': 'Der Server akzeptiert ein Zertifikat, dessen Aussteller er nicht geprüft haben kann.',
  self: 'Der Server verlangt eine CA, wo der Eintrag des Schlüssels genügt.',
  wildcard: 'Der Server akzeptiert keine Wildcard-Namen.',
  'name-dom':
    'Der Server sucht nicht nach dem Namen der Maildomain und hält Mail zurück, die er zustellen könnte.',
  bogus:
    'Der Server hält eine gescheiterte TLSA-Abfrage für keine Einträge: Ein Angreifer muss nur DNS-Antworten stören, um an die Mail zu kommen.',
  lame: 'Der Server hält eine gescheiterte TLSA-Abfrage für keine Einträge: Ein Angreifer muss nur DNS-Antworten unterdrücken, um an die Mail zu kommen.',
  unsigned: 'Der Server glaubt TLSA-Einträgen, für die niemand bürgt, oder er verlangt DANE.',
  'unsig-mx': 'Der Server glaubt TLSA-Einträgen, für die niemand bürgt, oder er verlangt DANE.',
  'unsig-dom': 'Der Server nutzt DANE auch für MX-Hosts unsignierter Domains, was erlaubt und sicherer ist.',
  nodata: 'Der Server hält ein signiertes Nein für eine gescheiterte Abfrage, oder er verlangt DANE.',
  nostls: 'Der Server sendet ersatzweise unverschlüsselt, obwohl die TLSA-Einträge TLS verlangen.',
  plain:
    'Beides ist gut. Ein Server, der hier unverschlüsselt sendet und nicht, wo TLSA-Einträge TLS verlangen, richtet sich nach DANE.',
  tls454: 'Der Server nimmt einen vorübergehenden Ausfall von TLS zum Anlass, unverschlüsselt zu senden.',
  'nostls-u': 'Der Server sendet unverschlüsselt, weil er den Eintrag nicht verwenden kann.',
  reset: 'Der Server gibt TLS nach einem gescheiterten Handshake auf und sendet unverschlüsselt.',
  oldtls:
    'Der Server sendet lieber unverschlüsselt als gar nicht. Über altes TLS oder gar nicht ist beides gut.',
  tlsreq: 'Der Server kann nicht an Hosts zustellen, die auf TLS bestehen.',
  mx: 'Der Server sucht TLSA-Einträge bei der Domain statt beim MX-Host, oder er weist richtige Hosts mit DANE ab.',
  'mx-wrong':
    'Der Server nutzt DANE nur für Domains ohne MX-Eintrag, oder er sucht TLSA-Einträge bei der Domain.',
  cname:
    'Der Server folgt einem Alias zu den TLSA-Einträgen nicht richtig und findet einen anderen Grund zur Ablehnung.',
  'cname-bad':
    'Der Server folgt einem Alias zu den TLSA-Einträgen nicht und hält den Host daher für einen ohne DANE.',
  'mx-other': 'Der Server nutzt DANE nur, wo der MX-Host in derselben Zone liegt wie die Domain.',
  'mx-next':
    'Der Server stellt an den ersten Host zu, dessen Einträge zu nichts passen, oder hält Nachrichten zurück, die er an den zweiten zustellen könnte.',
  'mx-none': 'Der Server stellt an den ersten Host zu, dessen Einträge zu nichts passen.',
  'addr-two': 'Der Server stellt an die Adresse zu, an der die Einträge nicht passen.',
  ipv6: 'Der Server kann nicht über IPv6 senden.',
  ipv4: 'Der Server kann nicht über IPv4 senden.',
  retry:
    'Der Server vergisst DANE beim erneuten Versuch und sendet unverschlüsselt, oder er versucht es nie wieder.',
  'sts-good':
    'Der Server kann nicht zustellen, wo eine MTA-STS-Richtlinie durchgesetzt wird und alles stimmt.',
  'sts-mx':
    'Der Server stellt an einen Host zu, den die Richtlinie nicht nennt: Wer DNS fälscht, bekommt die Mail.',
  'sts-cert':
    'Der Server setzt MTA-STS nicht durch: Er stellt bei einem Zertifikat zu, für das niemand bürgt.',
  'sts-name': 'Der Server nimmt jedes Zertifikat einer vertrauten CA an, welchen Namen es auch hat.',
  'sts-exp': 'Der Server nimmt ein Zertifikat an, für das seine CA nicht mehr bürgt.',
  'sts-plain': 'Der Server sendet unverschlüsselt, obwohl die Richtlinie TLS verlangt.',
  'sts-next':
    'Der Server stellt an den Host zu, der nicht genannt ist, oder hält Mail zurück, die er an den zweiten zustellen könnte.',
  'sts-none':
    'Beides ist in Ordnung: Ein Server, der ablehnt, verlangt wohl von jedem Host ein gültiges Zertifikat.',
  'sts-test':
    'Der Server setzt eine Richtlinie durch, die nur um Berichte bittet, und hält Mail zurück, die er zustellen könnte.',
  'sts-404': 'Der Server hält Mail zurück, obwohl er keine Richtlinie gefunden hat.',
  'sts-redir': 'Der Server folgt Umleitungen, die zu einer fremden Richtlinie führen können.',
  'sts-two': 'Der Server nimmt einen von mehreren Einträgen und holt eine Richtlinie, die nicht gilt.',
  'sts-txt': 'Der Server holt eine Richtlinie, die kein gültiger Eintrag ankündigt.',
  'sts-host': 'Der Server übernimmt eine Richtlinie, ohne zu prüfen, von wem sie ist.',
  'sts-html':
    'Der Server übernimmt Richtlinien jedes Medientyps, auch solche, die Nutzer einer Website dort abgelegt haben.',
  'sts-big': 'Beides ist in Ordnung: Ein Server, der ablehnt, hat die ganze Richtlinie gelesen.',
  'sts-slow':
    'Der Server hält Mail zurück, obwohl er keine Richtlinie bekam, oder wartet länger als eine Minute auf sie.',
  'sts-sub': 'Der Server wendet die Richtlinie einer Domain auf ihre Subdomains an.',
  'sts-wild': 'Der Server kann nicht zustellen, wo eine Richtlinie ihre Hosts mit einem Platzhalter nennt.',
  'sts-wide':
    'Beim Server steht ein Stern für mehrere Labels, sodass eine Richtlinie für mehr Hosts gilt, als sie sagt.',
  'sts-id':
    'Der Server bleibt bei der Richtlinie, die er geholt hat, und sucht keine neue: Das muss er, bevor er eine Nachricht zurückschickt.',
  'sts-gone':
    'Der Server vergisst eine geholte Richtlinie, sobald sie nicht mehr zu finden ist: Wer DNS-Antworten unterdrückt, bekommt die Mail.',
  'sts-dane':
    'Beim Server setzt sich eine gültige MTA-STS-Richtlinie über DANE hinweg, das die Zustellung hier verbietet.',
  'sts-match': 'Beides ist richtig: Wer zustellt, lässt DANE entscheiden; wer ablehnt, verlangt beides.',
  'sts-alone':
    'Der Server stellt unverschlüsselt zu. Wer ablehnt, lässt nur DANE gelten, auch wo eine Richtlinie gültig ist.',
};
