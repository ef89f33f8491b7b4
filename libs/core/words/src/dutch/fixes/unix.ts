import type { FixTexts } from '../../fix-guide.js';
import {
  VALIDATING_RESOLVER,
  MAILED_ALL,
  RELAY,
  NO_MTA_STS,
  STS_RELAY,
  SHOW_QUEUE,
  RETRY,
  DELETE,
  IN_QUEUE,
  IN_QUEUE_AND_LOG,
  POLICIES_ELSEWHERE,
  POLICY_FILE,
} from './common.js';

const BUILT_WITH_DANE = 'Controleer of het met DANE is gebouwd:';

export const unix: Pick<FixTexts, 'postfix' | 'exim' | 'sendmail' | 'opensmtpd'> = {
  postfix: {
    about:
      'Postfix dwingt DANE af met twee instellingen en een validerende resolver. Standaard staat DANE uit.',
    topics: {
      'turn-on-dane': [
        'Stel beide in: zonder de tweede blijft DANE stilzwijgend uit.',
        VALIDATING_RESOLVER,
        'Zoek naar regels die het beleid afzwakken, en probeer het dan. Je moet “Verified” zien:',
      ],
      'turn-on-tls': [
        'Gebruik TLS, met DANE waar het wordt aangeboden:',
        'Zoek naar een regel met `none`, en naar een firewall die STARTTLS eruit haalt:',
      ],
      'turn-on-mta-sts': [
        'Installeer postfix-tlspol, dat volgens de documentatie DANE voorrang geeft waar een domein beide heeft (RFC 8461 §2), en laat Postfix het raadplegen; vanaf Postfix 3.10 met `QUERYwithTLSRPT` in plaats van `QUERY`:',
        'Of neem postfix-mta-sts-resolver uit Debian of Ubuntu. Het beleid daarvan gaat vóór DANE, wat RFC 8461 §2 verbiedt:',
      ],
      'keep-policies': [
        POLICY_FILE,
        'postfix-tlspol bewaart beleid in het bestand `cache-file`, dat schrijfbaar moet zijn:',
        'postfix-mta-sts-resolver kijkt naar een nieuwe `id` zodra bewaard beleid ouder is dan `cache_grace`, standaard 60 seconden (`sts-id`):',
      ],
      'find-the-fault': [
        'Zoek in het logboek naar “Server certificate not verified”, “not trusted” of “TLSA lookup error”:',
        'Probeer het met de hand. Je hoort “Verified” te zien:',
        VALIDATING_RESOLVER,
      ],
      'require-less': [
        'Gebruik `dane` in plaats van `dane-only`, en zoek in de policy maps naar `dane-only`:',
      ],
      queue: [SHOW_QUEUE, RETRY, DELETE],
      'nothing-arrives': [IN_QUEUE_AND_LOG, MAILED_ALL],
    },
  },
  exim: {
    about:
      'Exim dwingt DANE af als het daarmee is gebouwd. Zonder `options trust-ad` in `/etc/resolv.conf` blijft DANE stilzwijgend uit.',
    topics: {
      'turn-on-dane': [
        BUILT_WITH_DANE,
        'In het smtp-transport en in de dnslookup-router:',
        'Laat de systeemlibrary de AD-flag doorgeven en herstart Exim:',
        VALIDATING_RESOLVER,
      ],
      'turn-on-tls': [
        'Exim gebruikt STARTTLS als het wordt aangeboden. Zoek in het smtp-transport naar `hosts_avoid_tls`, en kijk of het met een TLS-library is gebouwd:',
      ],
      'turn-on-mta-sts': [NO_MTA_STS, STS_RELAY],
      'keep-policies': [POLICIES_ELSEWHERE],
      'find-the-fault': [
        'Zoek in het main log naar “DANE error: tlsa lookup DEFER” of “certificate verification failed”:',
        '`tls_verify_hosts` eist een publiek certificaat en mag niet gelden voor hosts met DANE.',
        VALIDATING_RESOLVER,
      ],
      'require-less': ['Vervang `hosts_require_dane` in het smtp-transport:'],
      queue: [SHOW_QUEUE, RETRY, DELETE],
      'nothing-arrives': [IN_QUEUE_AND_LOG, MAILED_ALL],
    },
  },
  sendmail: {
    about:
      'Sendmail dwingt DANE af vanaf 8.16, als het met `DANE` is gebouwd. Het gebruikt alleen records van de vorm `3 1 x`; zijn er alleen andere, dan verstuurt het alsof er geen zijn.',
    topics: {
      'turn-on-dane': [
        BUILT_WITH_DANE,
        'In `sendmail.mc`; bouw daarna `sendmail.cf` opnieuw en herstart:',
        VALIDATING_RESOLVER,
      ],
      'turn-on-tls': [
        'Sendmail gebruikt STARTTLS als het wordt aangeboden en ermee is gebouwd. Zoek in de access map naar `Try_TLS:… NO`:',
      ],
      'turn-on-mta-sts': [
        'Volgens de release notes is MTA-STS experimenteel (vanaf 8.16). Controleer of het is ingebouwd:',
        'Het raadpleegt postfix-mta-sts-resolver, dat op dezelfde machine moet draaien. In `sendmail.mc`; bouw daarna `sendmail.cf` opnieuw en herstart:',
      ],
      'keep-policies': [POLICY_FILE],
      'find-the-fault': ['Zoek in het logboek naar “DANE” en `verify=`:', VALIDATING_RESOLVER],
      'require-less': [
        'Zoek in de access map naar regels met `TLS_Srv:` of `TLS_Rcpt:` die voor elke host VERIFY of DANE eisen:',
      ],
      queue: [SHOW_QUEUE, RETRY, 'Verwijder het bericht: gooi de bestanden met dat queue-ID weg.'],
      'nothing-arrives': [IN_QUEUE_AND_LOG, MAILED_ALL],
    },
  },
  opensmtpd: {
    about: 'OpenSMTPD ondersteunt geen DANE voor uitgaande mail.',
    topics: {
      'turn-on-dane': [RELAY],
      'turn-on-tls': [
        'OpenSMTPD gebruikt TLS als het wordt aangeboden. Zoek in de relay-action naar `smtp+notls://`, en naar een firewall die STARTTLS eruit haalt:',
      ],
      'turn-on-mta-sts': [NO_MTA_STS, STS_RELAY],
      'keep-policies': [POLICIES_ELSEWHERE],
      'find-the-fault': ['Kijk in het logboek. `relay tls` eist voor elke host een publiek certificaat.'],
      'require-less': ['Vervang `relay tls` door `relay`:'],
      queue: [SHOW_QUEUE, RETRY, DELETE],
      'nothing-arrives': [IN_QUEUE, MAILED_ALL],
    },
  },
};
