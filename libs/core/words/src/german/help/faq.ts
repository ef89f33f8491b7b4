import type { ReaderTexts } from '../../language.js';

export const faq: ReaderTexts['faq'] = [
  {
    question: 'Was prüft ein Test?',
    answer: [
      'Ob Ihr Mailserver beim Senden DANE nutzt (RFC 7672): Er darf nicht an einen Host zustellen, dessen Zertifikat nicht zu den TLSA-Einträgen passt, die der Host in signiertem DNS veröffentlicht.',
      'Andere Prüfdienste testen, wie Sie empfangen. Dieser ist selbst der Empfänger und sieht deshalb, was Ihr Server tut, wenn ein Zertifikat falsch ist.',
    ],
  },
  {
    question: 'Warum hängt eine meiner Nachrichten in der Queue?',
    answer: [
      'Weil Ihr Server alles richtig gemacht hat. Er hat ein Zertifikat abgelehnt, das nicht passt, hat die Nachricht behalten und versucht es später erneut. Genau das ist der Beweis, den wir suchen.',
      'Wenige Minuten nach der Ablehnung zeigen wir beim nächsten Versuch ein passendes Zertifikat vor, und die Nachricht verlässt die Queue. Auf der Ergebnisseite können Sie sie früher freigeben, oder Sie löschen sie: Den Befehl für Ihr Mailsystem finden Sie in der Hilfe.',
    ],
  },
  {
    question: 'Was verspricht „setzt DANE durch“, und was nicht?',
    answer: [
      'Jeder Server, den wir gesehen haben, hat zugestellt, wo das Zertifikat passt, und abgelehnt, wo es nicht passt. Mail an Domains mit TLSA-Einträgen ist damit gegen einen Angreifer im Netz geschützt.',
      'Über Domains ohne TLSA-Einträge sagt das nichts: Mail an sie wird verschlüsselt, aber gegenüber jedem Server, der antwortet. Auch über eigene Server, über die die Testnachricht nicht lief, sagt es nichts.',
    ],
  },
  {
    question:
      'In meinem Log steht, dass das Zertifikat abgelehnt wurde, aber das Ergebnis ist nicht „bewiesen“. Warum?',
    answer: [
      'Wir zählen eine Ablehnung nur, wenn wir sie gesehen haben: einen TLS-Alert zum Zertifikat oder ein sauberes Schließen gleich nach dem Handshake. Eine Verbindung, die zurückgesetzt wird, in einen Timeout läuft oder anders abreißt, sieht genauso aus wie ein Netzfehler.',
      'Auch Stille ist nie ein Beweis. Eine langsame Queue sieht aus wie ein Server, der ablehnt.',
      'Sonst steht auf der Seite, was fehlt. Bei mehreren Servern, oder einem mit mehreren Namen (EHLO), muss jeder beim Zustellen und beim Ablehnen gesehen werden: Senden Sie noch ein paar Nachrichten. Andernfalls starten Sie einen neuen Test und senden Sie innerhalb von 30 Sekunden an alle seine Adressen.',
    ],
  },
  {
    question: 'Warum scheitert Postfix mit `smtp_tls_security_level = dane`?',
    answer: [
      'Meist, weil `smtp_dns_support_level = dnssec` fehlt. Postfix fragt dann nie nach TLSA-Einträgen, und in seinem Log steht davon nichts. Die andere häufige Ursache ist ein Resolver in `/etc/resolv.conf`, der DNSSEC nicht validiert.',
    ],
  },
  {
    question: 'Wir senden über mehrere Server oder über ein Relay. Was wird getestet?',
    answer: [
      'Der Server, der sich mit uns verbindet: der letzte auf dem Weg nach draußen. Hinter einem Smarthost ist das der Smarthost, und nur dessen Betreiber kann DANE einschalten.',
      'Bei mehreren ausgehenden Servern senden Sie von jedem eine Nachricht. Geben Sie ihnen auf der Startseite einen Namen: Er steht dann vor dem @ und benennt den Server im Ergebnis. Der schwächste Server entscheidet.',
    ],
  },
  {
    question: 'Kann ich Gmail, Exchange Online oder einen anderen gehosteten Dienst testen?',
    answer: [
      'Ja, senden Sie von einem Postfach dort. Exchange Online setzt DANE für alle ausgehende Mail durch. Gmail nutzt kein DANE; es setzt stattdessen MTA-STS durch. Auch das zeigt ein vollständiger Test, wenn diese Instanz es anbietet.',
    ],
  },
  {
    question: 'Nichts kommt an. Was nun?',
    answer: [
      'Sehen Sie in die Queue und in das Log Ihres Servers. Die üblichen Gründe: Port 25 ist ausgehend gesperrt, ein Resolver scheitert, ein Relay nutzt Greylisting, oder die Nachricht ging nicht an jede Adresse.',
    ],
  },
  {
    question: 'Was wird gespeichert, und wer kann es sehen?',
    answer: [
      'IP-Adressen und Namen der Server, die sich verbunden haben, TLS-Details, Absender- und Empfängeradressen sowie Message-ID und Datum jeder Nachricht. Der Text Ihrer Nachricht wird nie gespeichert. Jeder mit dem Link zum Ergebnis kann es sehen, bis es gelöscht wird.',
    ],
  },
  {
    question: 'Geht das auch aus cron oder CI?',
    answer: [
      'Ja. `POST /api/checks` legt einen Test an, `GET /check/TOKEN/mail` liefert die Nachricht für `sendmail -t`, und `GET /api/checks/TOKEN` enthält das Ergebnis als JSON. Die API-Dokumentation ist am Fuß jeder Seite verlinkt.',
    ],
  },
];
