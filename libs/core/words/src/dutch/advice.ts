import type { Language } from '../language.js';

export const advice: Language['advice'] = {
  'turn-on-dane': 'Zet DANE aan in je mailserver en test daarna opnieuw.',
  'prefer-dane':
    'Je server gebruikt DANE, maar laat een MTA-STS-beleid voorgaan. Geef DANE voorrang en test daarna opnieuw. Vervang voor Postfix postfix-mta-sts-resolver, waarvan het beleid voor DANE gaat, door postfix-tlspol, dat volgens zijn documentatie DANE verkiest. Zoek bij andere servers naar zo’n instelling, of meld het bij de ontwikkelaars.',
  'turn-on-tls': 'Zet TLS aan voor uitgaande mail en test daarna opnieuw.',
  'repair-tls':
    'Je server probeert TLS, maar de handshake mislukt. Sta TLS 1.2 of nieuwer toe, met actuele cipher suites: werk de TLS-library bij en zoek naar instellingen die alleen oude toestaan, zoals `smtp_tls_protocols` en `smtp_tls_ciphers` in Postfix, `tls_require_ciphers` in Exim of de SCHANNEL-sleutels van Windows bij Exchange Server. Zijn de actuele al toegestaan, zoek dan naar een firewall die in de mail meekijkt.',
  'find-the-fault': 'Zoek de reden op in de log van je server.',
  'read-the-log':
    'Zoek in de log van je server de sessie met de host met ongeldige DANE. Noemt die het certificaat of DANE, dan heeft je server geweigerd: bewijzen kunnen we dat alleen als hij de handshake afmaakt of een TLS-alert stuurt.',
  'mail-all-addresses':
    'Controleer of het bericht naar alle adressen is gegaan en laat deze pagina open: tussen nieuwe pogingen zitten minuten of uren.',
  'send-a-short-message':
    'Stuur een kort bericht zonder bijlagen naar alle adressen. Komt dat ook niet verder, dan staat in de log van je server waarom hij de verbinding verbrak.',
  'send-more-messages':
    'Stuur nog een paar berichten naar alle adressen, zodat elk van je servers aan de beurt komt, en laat deze pagina open: tussen nieuwe pogingen zitten minuten of uren.',
  'require-less':
    'Was het niet de bedoeling om DANE voor elk domein te eisen, gebruik het dan alleen waar het wordt aangeboden.',
  'message-stays-queued':
    'Het geweigerde bericht blijft maximaal vijf dagen in je queue staan. Verwijder het als je klaar bent.',
  'message-waits-for-release':
    'Het geweigerde bericht wacht in je queue tot deze test het vrijgeeft; bij de volgende poging wordt het afgeleverd.',
  'message-is-released':
    'Het geweigerde bericht is vrijgegeven: bij de volgende poging wordt het afgeleverd.',
  'queue-is-clean': 'Het geweigerde bericht is uit je queue.',
  'nothing-to-fix': 'Er valt niets te herstellen.',
};
