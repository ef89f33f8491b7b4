import type { FixTexts } from '../../fix-guide.js';
import {
  VALIDATING_RESOLVER,
  MAILED_ALL,
  SHOW_QUEUE,
  RETRY,
  DELETE,
  IN_QUEUE,
  POLICIES_IN_MEMORY,
} from './common.js';

const PRE_DELIVERY = 'In het pre-delivery-script:';
const LOG = 'Zoek deze host in het logboek:';

export const modern: Pick<FixTexts, 'stalwart' | 'kumomta' | 'maddy' | 'halon'> = {
  stalwart: {
    about: 'Stalwart gebruikt DANE waar het wordt aangeboden, tenzij het is uitgezet.',
    topics: {
      'turn-on-dane': [
        'Zet in de webinterface (versie 0.16), onder Settings › MTA › Outbound › TLS Strategies, DANE op “optional” voor elke strategie die een route gebruikt. In versie 0.15 is dat de instelling `queue.tls.ID.dane`.',
        'De resolver moet DNSSEC valideren: Settings › Network › DNS › DNS Resolver.',
        VALIDATING_RESOLVER,
      ],
      'turn-on-tls': [
        'Zet STARTTLS onder Settings › MTA › Outbound › TLS Strategies op “optional” of “require”.',
      ],
      'turn-on-mta-sts': [
        'Volgens de documentatie dwingt Stalwart MTA-STS af, tenzij het is uitgezet. Zet in de webinterface, onder Settings › MTA › Outbound › TLS Strategies, MTA-STS op “optional” voor elke strategie die een route gebruikt. In versie 0.15 is dat de instelling `queue.tls.ID.mta-sts`.',
      ],
      'keep-policies': [POLICIES_IN_MEMORY],
      'find-the-fault': [
        'Management › Emails › Queued toont de laatste fout per ontvanger; in het log staan DANE- en TLSA-gebeurtenissen.',
        VALIDATING_RESOLVER,
      ],
      'require-less': [
        'Zet DANE onder Settings › MTA › Outbound › TLS Strategies op “optional” in plaats van “require”.',
      ],
      queue: [
        'Bekijk, herhaal of annuleer het bericht in de webinterface, onder Management › Emails › Queued.',
      ],
      'nothing-arrives': [
        'Zoek onder Management › Emails › Queued naar het bericht en de laatste fout.',
        MAILED_ALL,
      ],
    },
  },
  kumomta: {
    about: 'KumoMTA dwingt DANE af waar een egress path het aanzet. Standaard staat het uit.',
    topics: {
      'turn-on-dane': [
        'Gebruik in de policy een resolver die valideert, en zet DANE aan voor het egress path:',
        'Gebruik je de shaping helper, zet dan `enable_dane = true` onder `["default"]` in `shaping.toml`.',
      ],
      'turn-on-tls': [
        'Zet `enable_tls` voor het egress path op “OpportunisticInsecure” of strenger, en haal “Disabled” weg.',
      ],
      'turn-on-mta-sts': [
        'Volgens de documentatie dwingt KumoMTA MTA-STS af sinds 2023.11.28, tenzij het is uitgezet. Haal `enable_mta_sts = false` weg:',
      ],
      'keep-policies': [POLICIES_IN_MEMORY],
      'find-the-fault': ['Volg de aflevering:', VALIDATING_RESOLVER],
      'require-less': [
        'Zoek naar `enable_tls = "Required"` in het egress path of in `shaping.toml`: dat eist een publiek certificaat waar geen DANE is.',
      ],
      queue: [SHOW_QUEUE, RETRY, DELETE],
      'nothing-arrives': [IN_QUEUE, MAILED_ALL],
    },
  },
  maddy: {
    about: 'maddy dwingt DANE af als het zo is geconfigureerd en de resolver op dezelfde machine draait.',
    topics: {
      'turn-on-dane': [
        'In `maddy.conf`, daarna herstarten:',
        'maddy vertrouwt alleen een resolver op loopback: `/etc/resolv.conf` moet 127.0.0.1 of ::1 noemen.',
        VALIDATING_RESOLVER,
      ],
      'turn-on-tls': ['In `local_policy` van `mx_auth`, daarna herstarten:'],
      'turn-on-mta-sts': [
        'Volgens de documentatie dwingt maddy MTA-STS hiermee af in `maddy.conf`. Daarna herstarten:',
      ],
      'keep-policies': [
        'Volgens de documentatie bewaart `cache fs` beleid in bestanden, zodat een herstart niets vergeet (`sts-gone`); met `cache ram` gaat het verloren. In `mx_auth`, daarna herstarten:',
      ],
      'find-the-fault': [LOG, VALIDATING_RESOLVER],
      'require-less': ['Verlaag in `local_policy` wat elke host minimaal moet hebben:'],
      queue: [
        'Er is geen opdracht voor. De berichten zijn bestanden; stop maddy voordat je er een verwijdert.',
      ],
      'nothing-arrives': [LOG, MAILED_ALL],
    },
  },
  halon: {
    about: 'Halon dwingt DANE af waar het pre-delivery-script erom vraagt.',
    topics: {
      'turn-on-dane': [PRE_DELIVERY, 'De resolver moet DNSSEC valideren.', VALIDATING_RESOLVER],
      'turn-on-tls': [PRE_DELIVERY],
      'turn-on-mta-sts': [
        'Installeer mta-sts van halon-extras. Volgens de documentatie dwingt dit in het pre-delivery-script beleid af:',
      ],
      'keep-policies': [
        'Hoe lang beleid wordt bewaard, bepaalt mta-sts van halon-extras. Het geldt tot `max_age` voorbij is, en moet bij een nieuwe `id` opnieuw worden opgehaald (RFC 8461 §3.3). Gebeurt dat niet, meld het dan daar.',
      ],
      'find-the-fault': ['De afleverpoging in het logboek geeft de reden.', VALIDATING_RESOLVER],
      'require-less': ['Vervang `dane_require` in het pre-delivery-script:'],
      queue: [
        'Bekijk, herhaal of verwijder het bericht in het queue-overzicht van de webinterface, of met `hqueue`.',
      ],
      'nothing-arrives': ['Zoek het bericht in het queue-overzicht van de webinterface.', MAILED_ALL],
    },
  },
};
