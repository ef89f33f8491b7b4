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

const PRE_DELIVERY = 'Im Pre-Delivery-Skript:';
const LOG = 'Suchen Sie diesen Host im Log:';

export const modern: Pick<FixTexts, 'stalwart' | 'kumomta' | 'maddy' | 'halon'> = {
  stalwart: {
    about: 'Stalwart nutzt DANE, wo es angeboten wird, sofern es nicht abgeschaltet wurde.',
    topics: {
      'turn-on-dane': [
        'Setzen Sie in der Weboberfläche (Version 0.16) unter Settings › MTA › Outbound › TLS Strategies für jede Strategie, die eine Route nutzt, DANE auf „optional“. In Version 0.15 ist das die Einstellung `queue.tls.ID.dane`.',
        'Der Resolver muss DNSSEC validieren: Settings › Network › DNS › DNS Resolver.',
        VALIDATING_RESOLVER,
      ],
      'turn-on-tls': [
        'Setzen Sie unter Settings › MTA › Outbound › TLS Strategies STARTTLS auf „optional“ oder „require“.',
      ],
      'turn-on-mta-sts': [
        'Laut Dokumentation setzt Stalwart MTA-STS durch, sofern es nicht abgeschaltet wurde. Setzen Sie in der Weboberfläche unter Settings › MTA › Outbound › TLS Strategies für jede Strategie, die eine Route nutzt, MTA-STS auf „optional“. In Version 0.15 ist das die Einstellung `queue.tls.ID.mta-sts`.',
      ],
      'keep-policies': [POLICIES_IN_MEMORY],
      'find-the-fault': [
        'Management › Emails › Queued zeigt den letzten Fehler für jeden Empfänger; im Log stehen DANE- und TLSA-Ereignisse.',
        VALIDATING_RESOLVER,
      ],
      'require-less': [
        'Setzen Sie unter Settings › MTA › Outbound › TLS Strategies DANE auf „optional“ statt „require“.',
      ],
      queue: [
        'In der Weboberfläche können Sie die Nachricht unter Management › Emails › Queued ansehen, erneut zustellen lassen oder abbrechen.',
      ],
      'nothing-arrives': [
        'Suchen Sie unter Management › Emails › Queued die Nachricht und ihren letzten Fehler.',
        MAILED_ALL,
      ],
    },
  },
  kumomta: {
    about: 'KumoMTA setzt DANE auf Egress-Pfaden durch, die es einschalten. Standardmäßig ist es aus.',
    topics: {
      'turn-on-dane': [
        'Nutzen Sie in der Policy einen validierenden Resolver und schalten Sie DANE für den Egress-Pfad ein:',
        'Wenn Sie den Shaping-Helper nutzen, setzen Sie `enable_dane = true` unter `["default"]` in `shaping.toml`.',
      ],
      'turn-on-tls': [
        'Setzen Sie `enable_tls` für den Egress-Pfad auf „OpportunisticInsecure“ oder strenger und entfernen Sie „Disabled“.',
      ],
      'turn-on-mta-sts': [
        'Laut Dokumentation setzt KumoMTA MTA-STS seit 2023.11.28 durch, sofern es nicht abgeschaltet wurde. Entfernen Sie `enable_mta_sts = false`:',
      ],
      'keep-policies': [POLICIES_IN_MEMORY],
      'find-the-fault': ['Verfolgen Sie die Zustellung:', VALIDATING_RESOLVER],
      'require-less': [
        'Suchen Sie nach `enable_tls = "Required"` im Egress-Pfad oder in `shaping.toml`: Wo es kein DANE gibt, verlangt das ein öffentliches Zertifikat.',
      ],
      queue: [SHOW_QUEUE, RETRY, DELETE],
      'nothing-arrives': [IN_QUEUE, MAILED_ALL],
    },
  },
  maddy: {
    about:
      'maddy setzt DANE durch, wenn es so konfiguriert ist und der Resolver auf demselben Rechner läuft.',
    topics: {
      'turn-on-dane': [
        'In `maddy.conf`, danach neu starten:',
        'maddy vertraut nur einem Resolver auf Loopback: `/etc/resolv.conf` muss 127.0.0.1 oder ::1 nennen.',
        VALIDATING_RESOLVER,
      ],
      'turn-on-tls': ['In `local_policy` von `mx_auth`, danach neu starten:'],
      'turn-on-mta-sts': [
        'Laut Dokumentation setzt maddy MTA-STS mit diesem Eintrag in `maddy.conf` durch. Danach neu starten:',
      ],
      'keep-policies': [
        'Laut Dokumentation speichert `cache fs` Richtlinien in Dateien, sodass ein Neustart keine vergisst (`sts-gone`); mit `cache ram` gehen sie verloren. In `mx_auth`, danach neu starten:',
      ],
      'find-the-fault': [LOG, VALIDATING_RESOLVER],
      'require-less': ['Senken Sie in `local_policy` die Mindestanforderungen an jeden Host:'],
      queue: [
        'Einen Befehl gibt es nicht. Die Nachrichten sind Dateien; halten Sie maddy an, bevor Sie eine löschen.',
      ],
      'nothing-arrives': [LOG, MAILED_ALL],
    },
  },
  halon: {
    about: 'Halon setzt DANE durch, wo das Pre-Delivery-Skript es verlangt.',
    topics: {
      'turn-on-dane': [PRE_DELIVERY, 'Der Resolver muss DNSSEC validieren.', VALIDATING_RESOLVER],
      'turn-on-tls': [PRE_DELIVERY],
      'turn-on-mta-sts': [
        'Installieren Sie mta-sts aus halon-extras. Laut Dokumentation setzt dies im Pre-Delivery-Skript Richtlinien durch:',
      ],
      'keep-policies': [
        'Wie lange eine Richtlinie behalten wird, entscheidet mta-sts aus halon-extras. Sie gilt, bis ihr `max_age` abgelaufen ist, und muss bei einer neuen `id` neu abgerufen werden (RFC 8461 §3.3). Geschieht das nicht, melden Sie es dort.',
      ],
      'find-the-fault': ['Der Zustellversuch im Log nennt den Grund.', VALIDATING_RESOLVER],
      'require-less': ['Ersetzen Sie `dane_require` im Pre-Delivery-Skript:'],
      queue: [
        'In der Queue-Ansicht der Weboberfläche oder mit `hqueue` können Sie die Nachricht ansehen, erneut zustellen lassen oder löschen.',
      ],
      'nothing-arrives': ['Suchen Sie die Nachricht in der Queue-Ansicht der Weboberfläche.', MAILED_ALL],
    },
  },
};
