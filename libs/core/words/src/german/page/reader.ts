import type { ReaderTexts } from '../../language.js';
import { plural } from './shared.js';

export const reader: ReaderTexts['reader'] = {
  scenarios: {
    title: 'Szenarien',
    description:
      'Die Hosts, an die ein Test Mail sendet: was bei jedem falsch ist, was RFC 7672 von Absendern verlangt und welche Mailserver daran bekanntermaßen scheitern.',
    lead: 'Jedes Szenario ist ein empfangender Host mit bekanntem DNS- und TLS-Zustand: Was ein Server dort tut, zeigt, was er prüft. Über das Ergebnis entscheiden nur Pflicht-Szenarien.',
    expected: {
      delivered: 'Ein konformer Absender stellt zu',
      refused: 'Ein konformer Absender lehnt ab und versucht es später erneut',
      elsewhere:
        'Ein konformer Absender lehnt ab und stellt beim anderen Host oder an der anderen Adresse zu',
      either: 'Ein konformer Absender darf zustellen oder ablehnen',
    },
    requirements: { required: 'Pflicht', recommended: 'empfohlen', informational: 'zur Information' },
    fromLevel: (level) => `ab Stufe ${level}`,
    otherwise: 'Wenn nicht:',
    notOffered: (need) => `Diese Instanz bietet es nicht an; es fehlt: ${need}.`,
    needs: {
      'own-dns': 'der eigene Nameserver der Appliance',
      'policy-host': 'Server für MTA-STS-Richtlinien',
      'second-address': 'eine weitere IP-Adresse, nur für dieses Szenario',
      ipv4: 'eine IPv4-Adresse',
      ipv6: 'eine IPv6-Adresse',
      'public-certificate': 'Zertifikate einer öffentlichen CA, die sie noch nicht hat',
      'dns-state': 'DNS, das wie geplant antwortet',
    },
    knownToFail: (senders) => `Scheitern bekanntermaßen: ${senders}.`,
    failures: {
      'without-dane': 'jeder Absender ohne DANE, etwa Gmail',
      'postfix-without-dnssec': 'Postfix ohne `smtp_dns_support_level = dnssec`',
      'exim-without-trust-ad': 'Exim ohne `options trust-ad` in `/etc/resolv.conf`',
      sendmail: 'Sendmail 8.17, das nur Einträge der Form `3 1 x` kennt',
    },
    test: 'Ihren Server testen',
  },
  help: {
    title: 'Hilfe',
    description:
      'Wie Sie DANE für ausgehende Mail in Postfix, Exim, Exchange und anderen Mailservern einschalten, Fragen und Antworten und ein Glossar.',
    fix: 'Ihr Mailsystem einrichten',
    fixLead:
      'Was einzustellen ist, wie Sie es ausprobieren und was mit der Nachricht geschieht, die in der Queue wartet. Wo wir ein System nicht gemessen haben, folgt dies seiner Dokumentation.',
    questions: 'Fragen',
    glossary: 'Glossar',
    fixTitle: (system) => `${system}: DANE für ausgehende Mail`,
    headings: {
      'turn-on-dane': 'DANE einschalten',
      'turn-on-tls': 'TLS einschalten',
      'turn-on-mta-sts': 'MTA-STS einschalten',
      'keep-policies': 'MTA-STS-Richtlinien behalten (sts-id, sts-gone)',
      'find-the-fault': 'Mail an Hosts mit gültigem DANE wird abgelehnt oder kommt nicht an',
      'require-less': 'DANE wird überall verlangt',
      queue: 'Die Nachricht in der Queue',
      'nothing-arrives': 'Es kommt nichts an',
    },
  },
  about: {
    title: 'Über diese Instanz',
    description:
      'Wer diese Instanz von HaveDane betreibt, was sie wie lange speichert und welche Version sie hat.',
    operator: 'Betreiber',
    tests: (domain) => `Diese Instanz testet Mail für \`${domain}\`.`,
    contact: 'Den Betreiber erreichen Sie unter',
    privacy: 'Datenschutz',
    stores: (days) =>
      `Ein Test speichert IP-Adressen und Namen der Server, die sich verbunden haben, TLS-Details, Absender- und Empfängeradressen sowie Message-ID und Datum jeder Nachricht. Der Text einer Nachricht wird nie gespeichert. Jeder mit dem Link kann das Ergebnis sehen. Es wird nach ${days} ${plural(days, { one: 'Tag', other: 'Tagen' })} gelöscht.`,
    remembers:
      'Auch das Log des Empfängers nennt die Server, die sich verbunden haben. Die Seiten laden nichts von anderswo und setzen ein einziges Cookie, `language`, wenn Sie eine andere Sprache wählen; Ihr Browser merkt sich, welches Mailsystem und wie viele Szenarien Sie gewählt haben.',
    version: 'Version',
    licence: (version) => `HaveDane ${version}, MIT-Lizenz.`,
    conceivedAt: 'Die Idee zu HaveDane stammt von',
    independent: 'Dies ist eine unabhängige Implementierung.',
  },
};
