import type { ProbeFindingTexts } from '../../language.js';

const joined = (names: readonly string[]): string => names.join(', ');

export const serverFindings = {
  unreachable: {
    text: ({ host, port }) => `Keine der Adressen von ${host} nimmt auf Port ${port} Mail an.`,
    advice:
      'Prüfen Sie, ob der Server läuft und dort lauscht und ob auf keiner Seite eine Firewall den Port sperrt.',
  },
  'address-unreachable': {
    text: ({ place, detail }) => `Keine Verbindung zu Port ${place.port} von ${place.address}: ${detail}.`,
    advice:
      'Entfernen Sie die Adresse aus dem DNS, wenn dort nichts lauscht: Absender verlieren Zeit damit, bevor sie die nächste versuchen.',
  },
  'address-forbidden': {
    text: ({ place }) =>
      `${place.address} ist keine öffentliche Adresse; diese Prüfung verbindet sich nicht mit ihr.`,
    advice: 'Veröffentlichen Sie die öffentliche Adresse des Hosts.',
  },
  'prober-without-ipv6': {
    text: () => 'Dieser Rechner hat kein IPv6; IPv6-Adressen wurden nicht getestet.',
    advice: 'Prüfen Sie auch von einem Rechner mit IPv6: Absender mit IPv6 bevorzugen es.',
  },
  'mx-not-public': {
    text: ({ host, addresses, isEverywhere }) =>
      `${host} ${isEverywhere ? 'hat keine öffentliche Adresse, nur' : 'hat auch Adressen, die nicht öffentlich sind:'} ${joined(addresses)}. Absender im Internet können dort nicht zustellen.`,
    advice: ({ isInternal }) =>
      isInternal
        ? null
        : 'Veröffentlichen Sie nur öffentliche Adressen. Sieht nur dieses Netz sie, prüfen Sie von außen; kommt Mail nur aus diesem Netz, prüfen Sie mit `--internal`.',
  },
  'not-looked-at': {
    text: ({ place, detail }) => `${place.address} (${place.host}) wurde nicht getestet: ${detail}.`,
    advice: null,
  },
  'left-out': {
    text: ({ what, most, names }) =>
      `Eine Prüfung testet höchstens ${most} ${what}. Nicht getestet: ${joined(names)}.`,
    advice: null,
  },
  'connections-used-up': {
    text: ({ most, hosts }) =>
      `Eine Prüfung öffnet höchstens ${most} Verbindungen und nur wenige zu einer Adresse. Nicht oder nur teilweise getestet: ${joined(hosts)}.`,
    advice: null,
  },
  'not-served': {
    text: ({ place, detail }) =>
      `Der Server unter ${place.address} nimmt von hier keine Mail an: Er ${detail}.`,
    advice:
      'Vielleicht steht die Adresse dieser Prüfung auf einer Sperrliste oder unterliegt Greylisting; Server mit TLSA-Einträgen dürfen das vor STARTTLS nicht tun.',
  },
  'server-silent': {
    text: ({ place, detail }) =>
      `Der Server unter ${place.address} ist zu langsam für diese Prüfung: Er ${detail}. Absender dürfen auf jede Antwort 5 Minuten warten.`,
    advice:
      'Prüfen Sie, ob der Server läuft und nicht überlastet ist. Ist er mit Absicht langsam, prüfen Sie mit einem größeren `--connect-timeout`.',
  },
  'reply-slow': {
    text: ({ place, to, seconds }) =>
      `Der Server unter ${place.address} braucht ${seconds} s, um ${to === null ? 'sich zu melden' : `auf ${to} zu antworten`}. Absender dürfen 5 Minuten warten, manche geben früher auf.`,
    advice: 'Soll die Verzögerung Spammer abhalten, halten Sie sie unter 10 s.',
  },
  'no-starttls': {
    text: ({ place, refusal, isPromised }) =>
      refusal === null
        ? `Der Server unter ${place.address} bietet kein STARTTLS an${isPromised ? ', obwohl seine TLSA-Einträge es versprechen' : ''}.`
        : `Der Server unter ${place.address} bietet STARTTLS an, beginnt TLS aber nicht: ${refusal}.`,
    advice:
      'Geben Sie dem Server ein Zertifikat und schalten Sie STARTTLS für jeden Client ein. Auch eine Firewall auf dem Weg kann es entfernen.',
  },
  'tls-failed': {
    text: ({ place, detail }) => `Der TLS-Handshake mit ${place.address} ist gescheitert: ${detail}.`,
    advice: 'Sehen Sie in das Log des Servers und prüfen Sie die Dateien mit Zertifikat und Schlüssel.',
  },
  'starttls-injection': {
    text: ({ place, bytes }) =>
      `Der Server unter ${place.address} hat nach seiner Antwort auf STARTTLS ${bytes} Bytes unverschlüsselt gesendet: Ein unvorsichtiger Client hält sie für einen Teil der verschlüsselten Sitzung.`,
    advice: 'Aktualisieren Sie den Server oder den Proxy davor: Nach dieser Antwort darf nur TLS folgen.',
  },
  'tls-outdated': {
    text: ({ place, version }) =>
      `Der Server unter ${place.address} kann nichts Neueres als ${version}; das ist veraltet, und viele Absender lehnen es ab.`,
    advice: 'Schalten Sie TLS 1.2 und 1.3 ein.',
  },
  'second-handshake-failed': {
    text: ({ place, kind, detail }) =>
      `Ob ${place.address} auch ein ${kind}-Zertifikat hat, ließ sich nicht feststellen: ${detail}.`,
    advice: null,
  },
  interrupted: {
    text: () => 'Die Prüfung endete vorzeitig: Was folgt, ist unvollständig.',
    advice: null,
  },
} satisfies Partial<ProbeFindingTexts>;
