import type { ReaderTexts } from '../language.js';

export const shows: ReaderTexts['shows'] = {
  do: 'De server kan niet afleveren bij hosts met geldige DANE, of levert onversleuteld af hoewel DANE TLS eist.',
  dont: 'Beide zijn goed: een server die weigert, eist kennelijk DANE van elke host.',
  wrong:
    'De server dwingt DANE niet af: hij geeft mail aan een host die door TLSA-records wordt uitgesloten.',
  ee: 'De server kan niet afleveren waar het gangbaarste TLSA-record alleen staat.',
  ta: 'De server kan niet afleveren bij hosts die alleen hun CA publiceren.',
  'ee-cert':
    'De server vergelijkt alleen sleutels, en houdt mail tegen naar hosts die certificaten publiceren.',
  sha512: 'De server kent alleen SHA-256, en ziet een onbekende hash aan voor een verkeerde.',
  'full-key': 'De server vergelijkt geen sleutels die volledig gepubliceerd zijn.',
  'full-cert': 'De server vergelijkt geen certificaten die volledig gepubliceerd zijn.',
  'ta-cert': 'De server kan niet afleveren waar de CA met haar certificaat gepubliceerd is.',
  'ee-bad': 'De server geeft mail aan een host waarvan de sleutel door de TLSA-records wordt uitgesloten.',
  'ta-bad':
    'De server verifieert geen CA’s (usage 2): hosts die niets anders publiceren, zijn niet beschermd. Een verzender die alleen usage 3 implementeert, mag dat.',
  'ta-right': 'De server eist dat elk record past, of implementeert alleen usage 3.',
  'ee-right': 'De server eist dat elk record past.',
  rollover:
    'De server kijkt naar maar één record, en houdt mail tegen terwijl een host zijn sleutel wisselt.',
  agility: 'De server accepteert de zwakste van twee hashes: wie die kraakt, kan zich als de host voordoen.',
  'pkix-ee': 'De server levert onversleuteld af, hoewel er TLSA-records zijn.',
  'pkix-ta': 'De server levert onversleuteld af, hoewel er TLSA-records zijn.',
  'pkix-bad':
    'Een server die weigert, ziet usage 1 aan voor 3; een die onversleuteld aflevert, negeert de records helemaal.',
  mtype: 'De server levert onversleuteld af omdat hij het record niet kan gebruiken.',
  selector: 'De server levert onversleuteld af omdat hij het record niet kan gebruiken.',
  short: 'De server levert onversleuteld af omdat hij het record niet kan gebruiken.',
  junk: 'De server geeft op bij een record dat hij niet kan gebruiken, in plaats van het over te slaan.',
  'junk-bad': 'De server geeft DANE op zodra hij een record tegenkomt dat hij niet kan gebruiken.',
  many: 'De server of zijn resolver kan grote DNS-antwoorden niet lezen: een firewall die TCP-poort 53 blokkeert, of een vaste buffer.',
  ecdsa: 'De server biedt geen ECDSA-handtekeningen aan, en bereikt dus geen hosts zonder RSA-sleutel.',
  'exp-ee':
    'De server kijkt naar datums waar de standaard dat verbiedt, en houdt mail tegen die hij kan afleveren.',
  'exp-ta': 'De server accepteert een certificaat waar zijn CA niet meer voor instaat.',
  'early-ee':
    'De server kijkt naar datums waar de standaard dat verbiedt, en houdt mail tegen die hij kan afleveren.',
  'early-ta': 'De server accepteert een certificaat waar zijn CA nog niet voor instaat.',
  'name-ee':
    'De server controleert namen waar de standaard dat verbiedt, en houdt mail tegen die hij kan afleveren.',
  'name-ta':
    'De server accepteert elk certificaat van de CA: elke andere klant ervan kan zich als de host voordoen.',
  'no-ca': 'De server accepteert een certificaat waarvan hij de uitgever niet geverifieerd kan hebben.',
  self: 'De server eist een CA waar het record van de sleutel genoeg is.',
  wildcard: 'De server accepteert geen wildcardnamen.',
  'name-dom':
    'De server zoekt niet naar de naam van het maildomein, en houdt mail tegen die hij kan afleveren.',
  bogus:
    'De server ziet een mislukte TLSA-lookup aan voor geen records: een aanvaller hoeft alleen DNS-antwoorden te verstoren om de mail te krijgen.',
  lame: 'De server ziet een mislukte TLSA-lookup aan voor geen records: een aanvaller hoeft alleen DNS-antwoorden tegen te houden om de mail te krijgen.',
  unsigned: 'De server gelooft TLSA-records waar niemand voor instaat, of hij eist DANE.',
  'unsig-mx': 'De server gelooft TLSA-records waar niemand voor instaat, of hij eist DANE.',
  'unsig-dom':
    'De server gebruikt DANE ook voor MX-hosts van niet-ondertekende domeinen, wat mag en veiliger is.',
  nodata: 'De server ziet een ondertekende ontkenning aan voor een mislukte lookup, of hij eist DANE.',
  nostls: 'De server valt terug op onversleuteld versturen, hoewel de TLSA-records TLS eisen.',
  plain:
    'Beide zijn goed. Een server die hier onversleuteld verstuurt, en niet waar TLSA-records TLS eisen, houdt zich aan DANE.',
  tls454: 'De server ziet een tijdelijke TLS-storing als reden om onversleuteld te versturen.',
  'nostls-u': 'De server verstuurt onversleuteld omdat hij het record niet kan gebruiken.',
  reset: 'De server geeft TLS op na een mislukte handshake, en verstuurt onversleuteld.',
  oldtls:
    'De server verstuurt liever onversleuteld dan helemaal niet. Via oude TLS of helemaal niet zijn beide goed.',
  tlsreq: 'De server kan niet afleveren bij hosts die op TLS staan.',
  mx: 'De server zoekt TLSA-records bij het domein in plaats van bij de MX-host, of weigert hosts waarvan DANE klopt.',
  'mx-wrong':
    'De server gebruikt DANE alleen voor domeinen zonder MX-record, of zoekt TLSA-records bij het domein.',
  cname:
    'De server volgt een alias naar de TLSA-records niet goed, en vindt een andere reden om te weigeren.',
  'cname-bad':
    'De server volgt een alias naar de TLSA-records niet, en ziet de host dus aan voor een zonder DANE.',
  'mx-other': 'De server gebruikt DANE alleen waar de MX-host in dezelfde zone ligt als het domein.',
  'mx-next':
    'De server bezorgt bij de eerste host, waarvan de records nergens bij passen, of houdt berichten vast die hij bij de tweede kan bezorgen.',
  'mx-none': 'De server bezorgt bij de eerste host, waarvan de records nergens bij passen.',
  'addr-two': 'De server bezorgt op het adres waar de records niet passen.',
  ipv6: 'De server kan niet via IPv6 versturen.',
  ipv4: 'De server kan niet via IPv4 versturen.',
  retry:
    'De server vergeet DANE bij een nieuwe poging en verstuurt onversleuteld, of probeert het nooit opnieuw.',
  'sts-good': 'De server kan niet afleveren waar een MTA-STS-beleid wordt afgedwongen en alles klopt.',
  'sts-mx': 'De server levert af bij een host die het beleid niet noemt: wie DNS vervalst, krijgt de mail.',
  'sts-cert':
    'De server dwingt MTA-STS niet af: hij levert af bij een certificaat waar niemand voor instaat.',
  'sts-name': 'De server accepteert elk certificaat van een vertrouwde CA, welke naam het ook heeft.',
  'sts-exp': 'De server accepteert een certificaat waar zijn CA niet meer voor instaat.',
  'sts-plain': 'De server verstuurt onversleuteld, hoewel het beleid TLS eist.',
  'sts-next':
    'De server levert af bij de host die niet genoemd is, of houdt mail vast die hij bij de tweede kan afleveren.',
  'sts-none':
    'Beide zijn goed: een server die weigert, eist waarschijnlijk van elke host een geldig certificaat.',
  'sts-test':
    'De server dwingt een beleid af dat alleen om rapporten vraagt, en houdt mail vast die hij zou kunnen afleveren.',
  'sts-404': 'De server houdt mail vast hoewel hij geen beleid heeft gevonden.',
  'sts-redir': 'De server volgt omleidingen, die naar het beleid van iemand anders kunnen leiden.',
  'sts-two': 'De server neemt een van meerdere records en haalt een beleid op dat niet geldt.',
  'sts-txt': 'De server haalt een beleid op dat geen geldig record aankondigt.',
  'sts-host': 'De server neemt een beleid over zonder te controleren van wie het is.',
  'sts-html':
    'De server neemt beleid van elk mediatype over, ook wat gebruikers van een website daar hebben neergezet.',
  'sts-big': 'Beide zijn goed: een server die weigert, heeft het hele beleid gelezen.',
  'sts-slow': 'De server houdt mail vast hoewel hij geen beleid kreeg, of wacht er langer dan een minuut op.',
  'sts-sub': 'De server past het beleid van een domein toe op de subdomeinen.',
  'sts-wild': 'De server kan niet afleveren waar een beleid zijn hosts met een jokerteken noemt.',
  'sts-wide':
    'Bij de server staat een ster voor meerdere labels, zodat een beleid voor meer hosts geldt dan het zegt.',
  'sts-id':
    'De server houdt vast aan het beleid dat hij heeft opgehaald en zoekt geen nieuw: dat moet hij doen voordat hij een bericht terugstuurt.',
  'sts-gone':
    'De server vergeet een opgehaald beleid zodra het niet meer te vinden is: wie DNS-antwoorden onderdrukt, krijgt de mail.',
  'sts-dane': 'Bij de server gaat een geldig MTA-STS-beleid voor DANE, dat aflevering hier verbiedt.',
  'sts-match': 'Beide is goed: wie aflevert, laat DANE beslissen; wie weigert, eist beide.',
  'sts-alone':
    'De server levert onversleuteld af. Wie weigert, accepteert alleen DANE, ook waar een beleid geldig is.',
};
