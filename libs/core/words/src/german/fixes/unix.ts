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

const BUILT_WITH_DANE = 'Prüfen Sie, ob es mit DANE gebaut ist:';

export const unix: Pick<FixTexts, 'postfix' | 'exim' | 'sendmail' | 'opensmtpd'> = {
  postfix: {
    about:
      'Postfix setzt DANE mit zwei Einstellungen und einem validierenden Resolver durch. Standardmäßig ist DANE aus.',
    topics: {
      'turn-on-dane': [
        'Setzen Sie beide: Ohne die zweite bleibt DANE stillschweigend aus.',
        VALIDATING_RESOLVER,
        'Suchen Sie nach Einträgen, die die Vorgabe abschwächen, und probieren Sie es dann. Es muss „Verified“ erscheinen:',
      ],
      'turn-on-tls': [
        'Nutzen Sie TLS, mit DANE, wo es angeboten wird:',
        'Suchen Sie nach einem Eintrag mit `none` und nach einer Firewall, die STARTTLS entfernt:',
      ],
      'turn-on-mta-sts': [
        'Installieren Sie postfix-tlspol, das laut Dokumentation DANE vorzieht, wo eine Domain beides hat (RFC 8461 §2), und lassen Sie Postfix dort nachfragen; ab Postfix 3.10 mit `QUERYwithTLSRPT` statt `QUERY`:',
        'Oder nehmen Sie postfix-mta-sts-resolver aus Debian oder Ubuntu. Dessen Richtlinien setzen sich über DANE hinweg, was RFC 8461 §2 verbietet:',
      ],
      'keep-policies': [
        POLICY_FILE,
        'postfix-tlspol speichert Richtlinien in der Datei `cache-file`; sie muss beschreibbar sein:',
        'postfix-mta-sts-resolver fragt nach einer neuen `id`, wenn die gespeicherte Richtlinie älter als `cache_grace` ist, voreingestellt 60 Sekunden (`sts-id`):',
      ],
      'find-the-fault': [
        'Suchen Sie im Log nach „Server certificate not verified“, „not trusted“ oder „TLSA lookup error“:',
        'Probieren Sie es von Hand. Es sollte „Verified“ erscheinen:',
        VALIDATING_RESOLVER,
      ],
      'require-less': [
        'Nutzen Sie `dane` statt `dane-only`, und suchen Sie in den Policy-Maps nach `dane-only`:',
      ],
      queue: [SHOW_QUEUE, RETRY, DELETE],
      'nothing-arrives': [IN_QUEUE_AND_LOG, MAILED_ALL],
    },
  },
  exim: {
    about:
      'Exim setzt DANE durch, wenn es damit gebaut ist. Ohne `options trust-ad` in `/etc/resolv.conf` bleibt DANE stillschweigend aus.',
    topics: {
      'turn-on-dane': [
        BUILT_WITH_DANE,
        'Im smtp-Transport und im dnslookup-Router:',
        'Lassen Sie die Systembibliothek das AD-Flag weitergeben und starten Sie Exim neu:',
        VALIDATING_RESOLVER,
      ],
      'turn-on-tls': [
        'Exim nutzt STARTTLS, wenn es angeboten wird. Suchen Sie im smtp-Transport nach `hosts_avoid_tls`, und prüfen Sie, ob es mit einer TLS-Bibliothek gebaut ist:',
      ],
      'turn-on-mta-sts': [NO_MTA_STS, STS_RELAY],
      'keep-policies': [POLICIES_ELSEWHERE],
      'find-the-fault': [
        'Suchen Sie im Main-Log nach „DANE error: tlsa lookup DEFER“ oder „certificate verification failed“:',
        '`tls_verify_hosts` verlangt ein öffentliches Zertifikat und darf Hosts mit DANE nicht einschließen.',
        VALIDATING_RESOLVER,
      ],
      'require-less': ['Ersetzen Sie im smtp-Transport `hosts_require_dane`:'],
      queue: [SHOW_QUEUE, RETRY, DELETE],
      'nothing-arrives': [IN_QUEUE_AND_LOG, MAILED_ALL],
    },
  },
  sendmail: {
    about:
      'Sendmail setzt DANE ab Version 8.16 durch, wenn es mit `DANE` gebaut ist. Es nutzt nur Einträge der Form `3 1 x`; gibt es nur andere, sendet es, als gäbe es keine.',
    topics: {
      'turn-on-dane': [
        BUILT_WITH_DANE,
        'In `sendmail.mc`; danach `sendmail.cf` neu bauen und neu starten:',
        VALIDATING_RESOLVER,
      ],
      'turn-on-tls': [
        'Sendmail nutzt STARTTLS, wenn es angeboten wird und es damit gebaut ist. Suchen Sie in der Access-Map nach `Try_TLS:… NO`:',
      ],
      'turn-on-mta-sts': [
        'Laut den Release Notes ist MTA-STS experimentell (ab 8.16). Prüfen Sie, ob es eingebaut ist:',
        'Es fragt postfix-mta-sts-resolver, der auf demselben Rechner laufen muss. In `sendmail.mc`; danach `sendmail.cf` neu bauen und neu starten:',
      ],
      'keep-policies': [POLICY_FILE],
      'find-the-fault': ['Suchen Sie im Log nach „DANE“ und `verify=`:', VALIDATING_RESOLVER],
      'require-less': [
        'Suchen Sie in der Access-Map nach Einträgen `TLS_Srv:` oder `TLS_Rcpt:`, die für jeden Host VERIFY oder DANE verlangen:',
      ],
      queue: [SHOW_QUEUE, RETRY, 'Nachricht löschen: Entfernen Sie die Dateien dieser Queue-ID.'],
      'nothing-arrives': [IN_QUEUE_AND_LOG, MAILED_ALL],
    },
  },
  opensmtpd: {
    about: 'OpenSMTPD unterstützt DANE für ausgehende Mail nicht.',
    topics: {
      'turn-on-dane': [RELAY],
      'turn-on-tls': [
        'OpenSMTPD nutzt TLS, wenn es angeboten wird. Suchen Sie in der Relay-Action nach `smtp+notls://` und nach einer Firewall, die STARTTLS entfernt:',
      ],
      'turn-on-mta-sts': [NO_MTA_STS, STS_RELAY],
      'keep-policies': [POLICIES_ELSEWHERE],
      'find-the-fault': [
        'Sehen Sie im Log nach. `relay tls` verlangt für jeden Host ein öffentliches Zertifikat.',
      ],
      'require-less': ['Ersetzen Sie `relay tls` durch `relay`:'],
      queue: [SHOW_QUEUE, RETRY, DELETE],
      'nothing-arrives': [IN_QUEUE, MAILED_ALL],
    },
  },
};
