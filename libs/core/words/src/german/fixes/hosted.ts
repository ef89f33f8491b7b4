import type { FixTexts } from '../../fix-guide.js';
import {
  RELAY,
  STS_RELAY,
  SHOW_QUEUE,
  RETRY,
  DELETE,
  POLICIES_ELSEWHERE,
  POLICIES_HOSTED,
} from './common.js';

const ASK =
  'Fragen Sie den Anbieter. Ein gehosteter Dienst entscheidet für alle Kunden; eine eigene Einstellung dafür gibt es nicht.';
const SEE =
  'Prüfen Sie, ob er validiert: Die erste Antwort muss das Flag `ad` haben, die zweite muss SERVFAIL sein.';

export const hosted: Pick<FixTexts, 'exchange-online' | 'exchange-server' | 'gmail-hosted' | 'resolver'> = {
  'exchange-online': {
    about:
      'Exchange Online setzt DANE für alle Mail durch, die es selbst versendet; einzuschalten gibt es nichts. Wurde die Nachricht zugestellt, hat sie ein anderes System versendet.',
    topics: {
      'turn-on-dane': [
        'Suchen Sie nach einem ausgehenden Connector zu einem Smarthost, Gateway oder Filter: Dieses System versendet die Mail, also beheben Sie den Fehler dort.',
      ],
      'turn-on-tls': [
        'Exchange Online nutzt TLS immer, wenn es angeboten wird. Suchen Sie nach einem Gateway zum Internet, das STARTTLS entfernt:',
      ],
      'turn-on-mta-sts': [
        'Laut Microsoft setzt Exchange Online MTA-STS für alle Mail durch, die es selbst versendet; einzuschalten gibt es nichts. Suchen Sie nach einem ausgehenden Connector zu einem Smarthost, Gateway oder Filter und beheben Sie den Fehler dort:',
      ],
      'keep-policies': [POLICIES_HOSTED],
      'find-the-fault': [
        'Die Nachrichtenablaufverfolgung nennt den Grund: 4/5.7.322 certificate expired, 4/5.7.323 tlsa-invalid, 4/5.7.324 dnssec-invalid.',
      ],
      'require-less': [
        'Exchange Online nutzt DANE nur, wo es angeboten wird. Suchen Sie nach einem Connector, dessen TlsSettings ein vertrauenswürdiges Zertifikat verlangen (CertificateValidation, DomainValidation), oder nach einem Gateway, das DANE verlangt.',
      ],
      queue: [
        'Diese Queue können Sie weder sehen noch leeren. Exchange Online versucht es 24 Stunden lang und schickt die Nachricht dann an den Absender zurück.',
      ],
      'nothing-arrives': ['Sehen Sie in der Nachrichtenablaufverfolgung nach:'],
    },
  },
  'exchange-server': {
    about:
      'Exchange Server (2016, 2019 und Subscription Edition) unterstützt DANE für ausgehende Mail nicht.',
    topics: {
      'turn-on-dane': [RELAY],
      'turn-on-tls': [
        'Exchange Server nutzt TLS, wenn es angeboten wird, es sei denn, ein Connector ignoriert STARTTLS:',
      ],
      'turn-on-mta-sts': ['Microsoft dokumentiert kein MTA-STS für ausgehende Mail.', STS_RELAY],
      'keep-policies': [POLICIES_ELSEWHERE],
      'find-the-fault': [
        'Sehen Sie sich den letzten Fehler der Queue und den Connector an. Ein `TlsAuthLevel` über EncryptionOnly verlangt ein öffentliches Zertifikat.',
      ],
      'require-less': [
        'Exchange Server kann DANE nicht verlangen: Ein Connector verlangt ein öffentliches Zertifikat, oder ein Relay dahinter verlangt DANE.',
      ],
      queue: [SHOW_QUEUE, RETRY, DELETE],
      'nothing-arrives': ['Ist die Nachricht in der Queue, und ist Port 25 ausgehend offen?'],
    },
  },
  'gmail-hosted': {
    about:
      'Gmail und Google Workspace nutzen für ausgehende Mail kein DANE, sondern MTA-STS. Bei anderen gehosteten Diensten kann nur der Anbieter DANE einschalten.',
    topics: {
      'turn-on-dane': [
        'Selbst einschalten können Sie das nicht. Fragen Sie den Anbieter, ob seine Server DANE durchsetzen (RFC 7672).',
        'Ist es für einige Domains wichtig, leiten Sie deren Mail über ein eigenes Relay, das DANE durchsetzt. In Google Workspace: Apps › Gmail › Hosts, dann Routing.',
      ],
      'turn-on-tls': [ASK],
      'turn-on-mta-sts': [
        'Laut Google setzen Gmail und Google Workspace MTA-STS durch; einzuschalten gibt es nichts. Wurde die Nachricht zugestellt, hat sie ein anderes System versendet.',
        ASK,
      ],
      'keep-policies': [POLICIES_HOSTED],
      'find-the-fault': [
        'Die Unzustellbarkeits- oder Verzögerungsmeldung nennt den Grund. In Google Workspace: Berichte › E-Mail-Protokollsuche.',
        ASK,
      ],
      'require-less': [
        'Sehen Sie in Google Workspace unter Apps › Gmail › Compliance › Secure transport (TLS) compliance nach.',
        ASK,
      ],
      queue: [
        'Diese Queue können Sie weder sehen noch leeren. Der Dienst versucht es tagelang und schickt die Nachricht dann zurück.',
      ],
      'nothing-arrives': [
        'Warten Sie auf eine Verzögerungsmeldung oder sehen Sie im Protokoll des Anbieters nach (Google Workspace: Berichte › E-Mail-Protokollsuche).',
      ],
    },
  },
  resolver: {
    about:
      'DANE funktioniert nur mit einem Resolver, der DNSSEC validiert, und auf dem Weg zu ihm darf sonst niemand sein: Betreiben Sie ihn auf dem Mailserver selbst.',
    topics: {
      'turn-on-dane': [
        'Unbound: Installieren Sie ihn auf dem Mailserver selbst. Debian und Ubuntu schalten die Validierung ein.',
        'Tragen Sie ihn in `/etc/resolv.conf` ein, mit `trust-ad`, damit Programme das AD-Flag sehen:',
        SEE,
        'systemd-resolved: Setzen Sie dies in `/etc/systemd/resolved.conf` und starten Sie ihn neu; „authenticated: yes“ muss erscheinen. Für einen Mailserver ist Unbound die sicherere Wahl.',
      ],
      'turn-on-tls': [SEE],
      'turn-on-mta-sts': [
        'MTA-STS braucht kein DNSSEC; am Resolver ist nichts einzustellen. Wählen Sie Ihr Mailsystem.',
      ],
      'keep-policies': [
        'Die TXT-Einträge der Richtlinien gelten bei `sts-id` und `sts-gone` eine Minute lang. Prüfen Sie, ob der Resolver sie länger behält:',
      ],
      'find-the-fault': [
        SEE,
        'Validiert er, aber diese Abfrage scheitert, verwirft vielleicht eine Firewall große Antworten oder TCP-Port 53:',
      ],
      'require-less': [SEE],
      queue: ['Ein Resolver hat keine Mail-Queue. Wählen Sie Ihr Mailsystem.'],
      'nothing-arrives': ['Löst er den Host überhaupt auf?'],
    },
  },
};
