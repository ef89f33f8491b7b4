import type { SendingTexts } from '../../language.js';
import { plural } from './shared.js';

export const result: SendingTexts['result'] = {
  verdict: {
    watching: 'Live',
    soFar: 'Bisheriges Ergebnis, kann sich noch ändern',
    final: 'Ergebnis',
    scenariosSeen: (seen, all) => `${seen} von ${all} Szenarien gesehen`,
    sameAtMore: (count) =>
      `Dasselbe bei ${count} ${plural(count, { one: 'weiteren Szenario', other: 'weiteren Szenarien' })}, siehe unten.`,
  },
  announce: {
    newObservations: (count) => `${count} neue Beobachtungen.`,
    canRelease: 'Die wartende Nachricht kann jetzt freigegeben werden.',
    isReleased: 'Die wartende Nachricht ist für den nächsten Versuch freigegeben.',
    stillOpen: 'Noch offen',
    soFar: 'Bisheriges Ergebnis',
    verdict: 'Ergebnis',
  },
  addresses: {
    title: (count) => `Die ${count} Adressen`,
    more: (count) => `${count} weitere Szenarien können angeschrieben werden`,
  },
  matrix: {
    title: (servers) => (servers > 1 ? 'Was Ihre Server getan haben' : 'Was Ihr Server getan hat'),
    scenario: 'Szenario',
    expected: 'Erwartet',
    seen: 'Gesehen',
    bySystem: { spf: 'laut SPF', 'forward-confirmed': 'laut DNS' },
    on: (title) => `zu ${title}`,
    tally: {
      wrong: (count) => `${count} falsch`,
      open: (count) => `${count} offen`,
      expected: (count) => `${count} wie erwartet`,
      untested: (count) => `${count} nicht getestet`,
    },
    expectations: { delivered: 'zustellen', refused: 'ablehnen', either: 'beides gut' },
    requirements: { required: 'Pflicht', recommended: 'empfohlen', informational: 'zur Information' },
    states: {
      waiting: 'Wartet',
      delivered: 'Zugestellt',
      refused: 'Abgelehnt',
      'tls-failed': 'TLS gescheitert',
      rejected: 'Keine Nachricht angenommen',
      'not-seen': 'Noch nichts gesehen',
    },
    results: {
      'not-tested': 'nicht getestet',
      delivered: 'zugestellt',
      'delivered-in-clear': 'unverschlüsselt zugestellt',
      refused: 'abgelehnt',
      'likely-refused': 'wohl abgelehnt',
      'not-judged': 'nicht gewertet',
      rejected: 'keine Nachricht angenommen',
      left: 'ohne Mail beendet',
      lost: 'Verbindung verloren',
      'tls-failed': 'TLS gescheitert',
    },
  },
  sequence: {
    title: (scenario, server) => `${scenario}: was ${server} getan hat`,
    resolver: 'Resolver',
    host: 'Host',
    step: (from, to, text) => `${from} an ${to}: ${text}`,
    stopsHere: 'DANE bricht hier ab',
    mustStopHere: 'Ein Server, der DANE durchsetzt, bricht hier ab.',
    noDnssec: 'TLSA? ohne DNSSEC',
    neverAsked: 'TLSA? nie gefragt',
    policy: (status: number | null) => `MTA-STS-Richtlinie: ${status ?? 'keine Antwort'}`,
    noStartTls: 'kein STARTTLS',
    noSni: 'kein SNI',
    certificate: { delivered: 'Zert. = TLSA', either: 'Zertifikat', refused: 'Zert. ≠ TLSA' },
    delivered: '250 zugestellt',
    error: (code) => `Fehler ${code}`,
    reset: 'Reset',
    silence: 'Stille',
    closedByUs: 'von uns beendet',
    lost: 'verloren',
    hangsUp: 'beendet',
  },
  fix: {
    headings: {
      'turn-on-dane': 'So beheben Sie es',
      'turn-on-tls': 'So beheben Sie es',
      'turn-on-mta-sts': 'So schalten Sie auch MTA-STS ein',
      'keep-policies': 'So bleiben MTA-STS-Richtlinien erhalten',
      'find-the-fault': 'So finden Sie den Grund',
      'require-less': 'Wenn das nicht gewollt ist',
      queue: 'Die wartende Nachricht',
      'nothing-arrives': 'Was Sie prüfen können',
    },
    next: 'Was Sie jetzt tun können',
    system: 'Ihr Mailsystem',
    testAgain: 'Erneut testen',
    newAddresses: 'Neue Adressen, damit kein Cache und keine alte Queue antwortet.',
    queueYourself: 'Selbst ansehen, erneut versuchen oder löschen',
  },
  release: {
    button: 'Wartende Nachricht freigeben',
    automatically: 'Sonst automatisch um',
    failed: (reason) => `Das hat nicht geklappt: ${reason}`,
    'not-yet':
      'Sobald wir gesehen haben, dass Ihr Server ablehnt, können Sie diese Nachricht hier freigeben: Der nächste Versuch stellt sie zu.',
    classic:
      'Mit diesen klassischen Adressen kann die wartende Nachricht nicht freigegeben werden, weil sich alle Tests ihren Host teilen. Löschen Sie sie aus der Queue, wenn Sie Ihr Ergebnis haben.',
    unavailable:
      'Diese Nachricht kann nicht freigegeben werden: Sie ging an eine klassische Adresse, deren Host sich alle Tests teilen. Einen eigenen Host hat nur eine Adresse des Tests, etwa `test@TOKEN.wrong.…`.',
    possible:
      'Beim nächsten Versuch können wir jetzt ein passendes Zertifikat vorzeigen. Die Nachricht wird zugestellt und verlässt Ihre Queue. Am Ergebnis ändert das nichts.',
    released: (time) =>
      `**Freigegeben${time === null ? '' : ` um ${time}`}.** Ihr Server hat es noch nicht wieder versucht; das kann Minuten oder Stunden dauern.`,
    delivered: (time) => `**Zugestellt${time === null ? '' : ` um ${time}`}.**`,
    expired: '**Innerhalb eines Tages wurde nichts zugestellt.** Löschen Sie die Nachricht aus Ihrer Queue.',
    usedUp: (scenarios) =>
      `Die Freigabe ist vorbei bei ${scenarios}: Dort wird wieder das übliche Zertifikat gezeigt, und dieser Test kann dort keine weitere Nachricht freigeben. Um das erneut zu testen, [starten Sie einen neuen Test](/).`,
  },
  strangers: {
    title: 'Jemand hat nachgesehen',
    others: (count) => `${count} ${plural(count, { one: 'anderer Client', other: 'andere Clients' })}`,
    besideServers:
      'Diese haben sich auch mit Hosts dieses Tests verbunden, aber nichts zugestellt, wo zugestellt werden darf. Über Ihre Server beweisen sie nichts.',
    alone:
      'Diese haben sich mit Hosts dieses Tests verbunden. Keiner hat etwas zugestellt, wo zugestellt werden darf; ob es Ihre sind, können wir noch nicht sagen.',
    andMore: (count) => `und ${count} weitere.`,
  },
  reports: {
    title: 'TLS-Berichte Ihres Servers',
    later: 'einen Tag später',
    count: (count: number) => `${count} ${plural(count, { one: 'Bericht', other: 'Berichte' })}`,
    none: (day: string) =>
      `Manche Mailsysteme berichten einmal am Tag, wie ihre TLS-Verbindungen verliefen (RFC 8460). Wenn Ihres das tut, erscheint sein Bericht über diese Adressen hier, neben dem, was wir gesehen haben. Berichte kommen meist am nächsten Tag; dieser Link gilt bis ${day}.`,
    about: 'Was Ihr Server berichtet hat, neben dem, was wir gesehen haben. Berichte ändern kein Ergebnis.',
    period: (from: string, to: string) => (from === to ? from : `${from} bis ${to}`),
    signed: (domain: string) => `Signiert von ${domain}.`,
    unsigned: 'Nicht signiert: Jeder könnte ihn geschrieben haben.',
    matched: {
      address:
        'Er nennt keinen Test. Er steht hier, weil eine Adresse, die er nennt oder von der er kam, damals an diesen Test gemailt hat. Seine Zahlen können andere Tests enthalten.',
      domain:
        'Er nennt weder einen Test noch eine sendende Adresse. Er steht hier, weil die Domain, die ihn signiert hat, die Ihres Servers ist und damals nur an diesen Test gemailt hat.',
      'domain-unsure':
        'Er nennt weder einen Test noch eine sendende Adresse, nur eine Organisation, deren Domain die Ihres Servers ist. Diese Domain hat ihn nicht signiert, oder von dort wurden mehrere Tests angemailt. Vielleicht geht es also gar nicht um diesen Test.',
    },
    fitting: (types: string) => `Hier passt: ${types}.`,
    reported: (policy: string, successes: number, failures: number) =>
      `Berichtet (${policy}): ${successes} gut, ${failures} gescheitert.`,
    seen: (delivered: number, failed: number) => `Gesehen: ${delivered} zugestellt, ${failed} gescheitert.`,
  },
  about: {
    title: 'Behalten oder teilen',
    aside: 'Link, JSON, Badge, Datenschutz',
    badge: (mechanism: string) => `Badge: ${mechanism} (SVG)`,
    privacy: (day) =>
      `**Datenschutz.** Wir speichern, was Sie hier sehen: IP-Adressen und Namen der Server, die sich verbunden haben, TLS-Details, Absender- und Empfängeradressen, Message-ID und Datum jeder Nachricht. Der Text Ihrer Nachricht wird nie gespeichert. Am ${day} wird alles gelöscht; bis dahin kann es jeder mit dem Link sehen. Auch das Log dieses Servers nennt die Server, die sich verbunden haben.`,
  },
};
