import type { Language } from '../language.js';

export const advice: Language['advice'] = {
  'turn-on-dane': 'Schalten Sie DANE in Ihrem Mailserver ein und testen Sie dann erneut.',
  'prefer-dane':
    'Ihr Server nutzt DANE, aber eine MTA-STS-Richtlinie setzt es bei ihm außer Kraft. Geben Sie DANE den Vorrang und testen Sie dann erneut. Ersetzen Sie für Postfix postfix-mta-sts-resolver, dessen Richtlinien DANE außer Kraft setzen, durch postfix-tlspol, das laut seiner Dokumentation DANE vorzieht. Suchen Sie bei anderen Servern nach einer solchen Einstellung, oder melden Sie es den Entwicklern.',
  'turn-on-tls': 'Schalten Sie TLS für ausgehende Mail ein und testen Sie dann erneut.',
  'repair-tls':
    'Ihr Server versucht TLS, aber der Handshake scheitert. Erlauben Sie TLS 1.2 oder neuer mit aktuellen Cipher-Suites: Aktualisieren Sie die TLS-Bibliothek und suchen Sie nach Einstellungen, die nur alte zulassen, etwa `smtp_tls_protocols` und `smtp_tls_ciphers` in Postfix, `tls_require_ciphers` in Exim oder die SCHANNEL-Schlüssel von Windows bei Exchange Server. Sind die aktuellen schon erlaubt, suchen Sie nach einer Firewall, die in Mail hineinsieht.',
  'find-the-fault': 'Suchen Sie den Grund im Log Ihres Servers.',
  'read-the-log':
    'Suchen Sie im Log Ihres Servers die Sitzung mit dem Host mit fehlerhaftem DANE. Nennt es das Zertifikat oder DANE, hat Ihr Server abgelehnt: Nachweisen können wir das nur, wenn er den Handshake abschließt oder einen TLS-Alert sendet.',
  'mail-all-addresses':
    'Prüfen Sie, ob die Nachricht an alle Adressen ging, und lassen Sie diese Seite offen: Weitere Zustellversuche kommen im Abstand von Minuten oder Stunden.',
  'send-a-short-message':
    'Senden Sie eine kurze Nachricht ohne Anhang an alle Adressen. Kommt auch die nicht weiter, steht im Log Ihres Servers, warum er die Verbindung beendet hat.',
  'send-more-messages':
    'Senden Sie noch einige Nachrichten an alle Adressen, damit jeder Ihrer Server an die Reihe kommt, und lassen Sie diese Seite offen: Weitere Zustellversuche kommen im Abstand von Minuten oder Stunden.',
  'require-less':
    'Wollten Sie DANE nicht für jede Domain verlangen, dann nutzen Sie es nur, wo es angeboten wird.',
  'message-stays-queued':
    'Die abgelehnte Nachricht bleibt bis zu fünf Tage in Ihrer Queue. Löschen Sie sie, wenn Sie fertig sind.',
  'message-waits-for-release':
    'Die abgelehnte Nachricht wartet in Ihrer Queue, bis dieser Test sie freigibt; der nächste Versuch stellt sie zu.',
  'message-is-released': 'Die abgelehnte Nachricht ist freigegeben: Der nächste Versuch stellt sie zu.',
  'queue-is-clean': 'Die abgelehnte Nachricht hat Ihre Queue verlassen.',
  'nothing-to-fix': 'Es gibt nichts zu beheben.',
};
