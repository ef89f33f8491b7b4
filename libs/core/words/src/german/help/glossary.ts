import type { ReaderTexts } from '../../language.js';

export const glossary: ReaderTexts['glossary'] = {
  adFlag: {
    term: 'AD-Flag',
    meaning:
      'Ein Bit in einer DNS-Antwort, mit dem ein validierender Resolver sagt, dass er die Signaturen geprüft hat (RFC 4035 §3.2.3).',
  },
  alert: {
    term: 'Alert',
    meaning:
      'Die Meldung, mit der eine Seite einer TLS-Verbindung sagt, warum sie sie beendet, etwa `bad_certificate` (RFC 8446 §6).',
  },
  bounce: {
    term: 'Bounce',
    meaning: 'Die Nachricht, mit der ein Server meldet, dass er nicht zustellen konnte (RFC 3464).',
  },
  controlHost: {
    term: 'Kontroll-Host',
    meaning:
      'Ein Host, bei dem Zustellen richtig ist. Eine Ablehnung anderswo zählt nur, wenn derselbe Server an einen Kontroll-Host zugestellt hat.',
  },
  dane: {
    term: 'DANE',
    meaning:
      'DNS-based Authentication of Named Entities: Eine Domain veröffentlicht in signiertem DNS, welches Zertifikat ihre Mailserver zeigen (RFC 6698, für SMTP RFC 7672).',
  },
  defer: {
    term: 'Zurückstellen',
    meaning: 'Eine Nachricht in der Queue behalten und es später erneut versuchen (englisch „defer“).',
  },
  dnssec: {
    term: 'DNSSEC',
    meaning:
      'Signaturen für DNS-Einträge, damit ein Resolver echte Antworten von gefälschten unterscheiden kann.',
  },
  doBit: {
    term: 'DO-Bit',
    meaning:
      'Ein Bit in einer DNS-Anfrage, mit dem ein Resolver um Signaturen bittet. Ohne dieses Bit gibt es kein DNSSEC.',
  },
  downgrade: {
    term: 'Downgrade',
    meaning:
      'Ein Angriff, der Schutz entfernt, statt ihn zu brechen: etwa indem er verbirgt, dass ein Server STARTTLS anbietet.',
  },
  mtaSts: {
    term: 'MTA-STS',
    meaning:
      'Eine über HTTPS abgerufene Richtlinie, die ein Zertifikat einer öffentlichen CA verlangt (RFC 8461). Eine Alternative zu DANE, die ohne DNSSEC auskommt.',
  },
  opportunisticTls: {
    term: 'Opportunistisches TLS',
    meaning: 'Verschlüsseln, wenn die Gegenseite es anbietet, ohne zu prüfen, wer die Gegenseite ist.',
  },
  release: {
    term: 'Freigabe',
    meaning:
      'Nach einer Ablehnung legen wir für diesen Test ein passendes Zertifikat vor, damit die zurückgestellte Nachricht zugestellt wird.',
  },
  rollover: {
    term: 'Rollover',
    meaning: 'Einen Schlüssel oder ein Zertifikat wechseln, während jederzeit ein TLSA-Eintrag passt.',
  },
  scenario: {
    term: 'Szenario',
    meaning:
      'Ein empfangender Host mit bekanntem DNS- und TLS-Zustand, und was ein konformer Absender dort tut.',
  },
  sni: {
    term: 'SNI',
    meaning:
      'Der Hostname, den ein Client in seinem TLS-Handshake nennt (RFC 6066 §3). Absender mit DANE nennen einen.',
  },
  startTls: {
    term: 'STARTTLS',
    meaning: 'Der SMTP-Befehl, der aus einer Verbindung eine verschlüsselte macht (RFC 3207).',
  },
  tlsaRecord: {
    term: 'TLSA-Eintrag',
    meaning:
      'Der DNS-Eintrag von DANE: Usage (`3` dieses Zertifikat, `2` diese CA), Selector (`0` Zertifikat, `1` öffentlicher Schlüssel), Matching Type (`0` vollständig, `1` SHA-256, `2` SHA-512) und die Daten.',
  },
  tlsRpt: {
    term: 'TLSRPT',
    meaning: 'Tägliche Berichte, die einer Domain zeigen, wie TLS-Verbindungen zu ihr verliefen (RFC 8460).',
  },
  validatingResolver: {
    term: 'Validierender Resolver',
    meaning:
      'Ein Resolver, der DNSSEC-Signaturen prüft. Ein Absender braucht einen, dem er trauen kann, am besten auf demselben Rechner; sonst bleibt DANE aus.',
  },
};
