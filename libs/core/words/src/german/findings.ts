/** One sentence for each finding. */
import type { FindingFacts, ReportFinding, StrangerDeed } from '#checks';

import type { Language } from '../language.js';
import { listed } from './lists.js';

const HUNG_UP = 'hat nach unserem Zertifikat die Verbindung beendet';
const LEFT_WITHOUT_TLS = 'hat die Verbindung ohne Mail beendet, als es kein TLS bekam';

export const findings: Language['findings'] = {
  'not-tested': ({ who }) => `Von ${who} war hier nichts zu sehen.`,
  'delivered-over-tls': ({ who, versions }) => `${who} hat über ${listed(versions)} zugestellt.`,
  'delivered-in-clear': ({ who }) => `${who} hat unverschlüsselt zugestellt, ohne TLS.`,
  'accepted-unmatched-certificate': ({ who, versions }) =>
    `${who} hat über ${listed(versions)} zugestellt, obwohl die TLSA-Einträge das Zertifikat ausschließen.`,
  'delivered-despite-failed-lookup': ({ who, versions }) =>
    `${who} hat über ${listed(versions)} zugestellt, obwohl die Abfrage der TLSA-Einträge hier fehlschlägt (RFC 7672 §2.1.2).`,
  'refused-unmatched-certificate': ({ who }) => `${who} ${HUNG_UP}, bevor Mail gesendet wurde.`,
  'refused-matching-certificate': ({ who }) =>
    `${who} hat ein Zertifikat abgelehnt, das zu den TLSA-Einträgen passt, bevor Mail gesendet wurde.`,
  'refused-without-dane': ({ who }) => `${who} ${HUNG_UP}, bevor Mail gesendet wurde.`,
  'deferred-and-retried': ({ who }) =>
    `${who} hat unser Zertifikat abgelehnt, und dieselbe Nachricht wurde korrekt zurückgestellt und erneut zugestellt (RFC 7672 §2.2).`,
  'refused-by-system': ({ who }) =>
    `${who} ${HUNG_UP}. Die Adresse gehört zum selben Mailsystem, hat aber keine Nachricht dieses Tests zugestellt: wahrscheinlich eine Ablehnung, noch kein Beweis.`,
  'refusal-without-alert': ({ who }) =>
    `${who} hat die Verbindung während TLS geschlossen, ohne Alert: wahrscheinlich eine Ablehnung. Wiederholt sich das, ist es bewiesen.`,
  'refusal-without-control': ({ who }) =>
    `${who} ${HUNG_UP}, hat aber dort, wo DANE gültig ist, nicht über TLS zugestellt: wahrscheinlich eine Ablehnung, noch kein Beweis.`,
  'refusal-not-repeated': ({ who }) =>
    `${who} ${HUNG_UP}, aber lange vor oder nach den Zustellungen: wahrscheinlich eine Ablehnung. Wiederholt sich das, ist es bewiesen.`,
  'refusal-before-control': ({ who }) =>
    `${who} ${HUNG_UP}, aber die ersten Versuche scheiterten auch dort, wo DANE gültig ist: wahrscheinlich eine Ablehnung. Bewiesen ist es, wenn es 15 Minuten oder länger dabei bleibt, oder in einem neuen Test, in dem diese Versuche gelingen.`,
  'control-after-waiting': ({ who }) =>
    `${who} ${HUNG_UP}. Aber ob seine Nachricht beim gültigen Host im ersten Versuch ankam, ist nicht zu erkennen: Sie lag in einer Queue, nennt keine Zeit, oder eine Uhr geht falsch. Frühere Versuche können unbemerkt gescheitert sein: wahrscheinlich eine Ablehnung, noch kein Beweis. Senden Sie eine neue Nachricht an alle Adressen. Ändert das nichts, starten Sie einen neuen Test und senden Sie innerhalb von 30 Sekunden.`,
  'control-without-server-name': ({ who }) =>
    `${who} ${HUNG_UP}, hat dem gültigen Host aber auch zugestellt, ohne ihn in TLS zu nennen (SNI), was jeder Absender mit DANE oder MTA-STS tut. Hinter Adresse und Namen kann noch eine Maschine oder ein Programm ohne beides stehen. Wahrscheinlich eine Ablehnung, kein Beweis. Starten Sie einen neuen Test, wenn alle gleich eingerichtet sind.`,
  'refusal-under-another-name': ({ who, names }) =>
    `${who} ${HUNG_UP}, ${nameThere(names)}: Vielleicht teilt sich ein anderer Rechner die Adresse.`,
  'refusal-from-shared-address': ({ who }) =>
    `${who} ${HUNG_UP}, bei einem Host, den sich alle Tests teilen, und andere Tests nutzen diese Adresse auch: wahrscheinlich eine Ablehnung, kein Beweis.`,
  'refused-after-failed-lookup': ({ who }) =>
    `${who} ${HUNG_UP}, hätte nach einer fehlgeschlagenen TLSA-Abfrage aber gar nicht verbinden dürfen (RFC 7672 §2.1.2). Nicht gewertet.`,
  'refused-control-too': ({ who }) =>
    `${who} ${HUNG_UP}, hat aber auch einen Host mit gültigem DANE abgewiesen; es kann also einen anderen Grund geben. Ein neuer Test, in dem dieser Host nicht abgelehnt wird, klärt das.`,
  'accepted-in-another-session': ({ who }) =>
    `${who} ${HUNG_UP}, hat es aber in einer anderen Sitzung akzeptiert und eine Nachricht begonnen: wahrscheinlich eine Ablehnung, kein Beweis. Ein neuer Test klärt das.`,
  'accepts-after-refusing': ({ who }) =>
    `${who} ${HUNG_UP}, hat das anderswo aber auch getan und dann doch zugestellt. Teilen sich mehrere Maschinen Adresse und Namen, richten Sie sie gleich ein und starten Sie einen neuen Test.`,
  'withheld-without-tls': ({ who }) =>
    `${who} ${LEFT_WITHOUT_TLS}, und sendet unverschlüsselt, wo keine TLSA-Einträge das verbieten.`,
  'withheld-without-control': ({ who }) =>
    `${who} ${LEFT_WITHOUT_TLS}, hat aber nirgends unverschlüsselt gesendet: Vielleicht verlangt der Server TLS für jeden Host.`,
  'withheld-at-control-too': ({ who }) =>
    `${who} ${LEFT_WITHOUT_TLS}. Das beweist nichts: Derselbe Server oder eine andere Adresse seines Systems tut womöglich dasselbe, wo keine TLSA-Einträge unverschlüsselten Versand verbieten.`,
  'withheld-once': ({ who }) =>
    `${who} hat ohne TLS keine Mail gesendet: Wahrscheinlich wird nicht unverschlüsselt gesendet. Bewiesen ist es, wenn ein weiterer Versuch 15 Minuten später dasselbe tut, in zeitlicher Nähe zu einer Zustellung an eine andere Adresse dieses Tests.`,
  'withheld-not-always': ({ who }) =>
    `${who} ${LEFT_WITHOUT_TLS}, hat in einer anderen Sitzung aber unverschlüsselt eine Nachricht begonnen: wahrscheinlich eine Ablehnung, kein Beweis.`,
  'withheld-under-another-name': ({ who, names }) =>
    `${who} ${LEFT_WITHOUT_TLS}, ${nameThere(names)}: Vielleicht teilt sich ein anderer Rechner die Adresse.`,
  'withheld-from-shared-address': ({ who }) =>
    `${who} ${LEFT_WITHOUT_TLS}, bei einem Host, den sich alle Tests teilen, und andere Tests nutzen diese Adresse auch: wahrscheinlich eine Ablehnung, kein Beweis.`,
  'delivered-during-release': ({ who }) =>
    `${who} hat zugestellt, während dieser Host ein passendes Zertifikat vorzeigte. Nicht gewertet.`,
  'delivered-at-fallback': ({ who, isOverTls }) =>
    isOverTls
      ? `${who} hat an den Host oder die Adresse mit dem richtigen Zertifikat zugestellt, ohne dass eine Ablehnung des anderen zu sehen war. Nicht gewertet.`
      : `${who} hat unverschlüsselt zugestellt. Das ist bei einem der Hosts richtig und beim anderen falsch; welcher es war, ist nicht zu erkennen. Nicht gewertet.`,
  'connection-reused': ({ who }) =>
    `${who} hat über eine Verbindung zugestellt, die zu einem anderen Host aufgebaut war. Nicht gewertet.`,
  'accepted-against-policy': ({ who, versions }) =>
    `${who} hat über ${listed(versions)} zugestellt, obwohl die MTA-STS-Richtlinie das verbietet.`,
  'policy-not-given': ({ who }) =>
    `${who} hat zugestellt, obwohl die MTA-STS-Richtlinie das verbietet; vielleicht war sie aber bei uns gerade nicht abrufbar. Womöglich lag keine vor: Senden Sie noch einmal.`,
  'fetched-without-record': ({ who, fetchedBy }) =>
    `${who} hat zugestellt; das ist richtig, denn hier gilt keine Richtlinie.${needlesslyFetched(fetchedBy)} Ein Beweis ist das nicht: Ein Abruf sagt nicht, welches Programm ihn machte.`,
  'refused-despite-policy': ({ who, fetchedBy }) =>
    `${who} ${HUNG_UP}, obwohl keine MTA-STS-Richtlinie die Zustellung hier verbietet.${needlesslyFetched(fetchedBy)}`,
  'policy-refusal-open': ({ who }) =>
    `${who} ${HUNG_UP}. Bewiesen ist es, wenn der Server außerdem über TLS zustellt, wo MTA-STS gültig ist, und bei einem nicht vertrauenswürdigen Zertifikat, wo keine Richtlinie es verbietet.`,
  'withheld-under-policy': ({ who }) =>
    `${who} ${LEFT_WITHOUT_TLS}. Das passt zur Richtlinie, beweist aber nichts: Manche Server verlangen TLS für jeden Host.`,
  'refused-before-change': ({ who }) =>
    `${who} hat abgelehnt, solange die Richtlinie die Zustellung verbot, hat sie also. Was nach dem Wechsel geschieht, entscheidet.`,
  'followed-new-policy': ({ who }) =>
    `${who} hat abgelehnt, solange die Richtlinie die Zustellung verbot, und zugestellt, als eine neue sie erlaubte, obwohl die alte noch anwendbar war: Der Server sucht neue Richtlinien (RFC 8461 §5).`,
  'kept-old-policy': ({ who }) =>
    `${who} hat mehr als eine Stunde lang weiter abgelehnt, obwohl eine neue Richtlinie die Zustellung erlaubte: Übernommen wurde sie noch nicht, was Mail verzögert. Bevor eine Nachricht zurückgeht, muss nach einer neuen gesucht werden (RFC 8461 §5).`,
  'kept-withdrawn-policy': ({ who }) =>
    `${who} hat auch dann abgelehnt, als die Richtlinie nicht mehr zu finden war: Der Server behält, was er geholt hat (RFC 8461 §3.3).`,
  'forgot-withdrawn-policy': ({ who }) =>
    `${who} hat abgelehnt, solange die Richtlinie veröffentlicht war, und dieselbe Nachricht zugestellt, als sie nicht mehr zu finden war. Anzuwenden gewesen wäre die geholte (RFC 8461 §3.3).`,
  'delivered-without-policy': ({ who }) =>
    `${who} hat zugestellt. Nicht beurteilt: Eine Ablehnung wegen der Richtlinie war hier nicht zu sehen, vielleicht hatte der Server nie eine.`,
  'command-rejected': ({ who, reply }) =>
    reply === null
      ? `Von ${who} wurde keine Nachricht angenommen.`
      : `Von ${who} wurde keine Nachricht angenommen. Unsere erste Fehlerantwort war „${reply}“.`,
  'left-after-accepting': leftText,
  'left-under-policy': (facts) =>
    facts.reached === 'greeted'
      ? `${facts.who} hat die Verbindung nach EHLO beendet, ohne Mail zu senden. Das kann an der Richtlinie liegen: Manche Server, etwa chasquid, prüfen das Zertifikat erst dann. Aber auch Server mit einer zu großen Nachricht und Monitoring-Abfragen tun das; es beweist also nichts.${needlesslyFetched(facts.fetchedBy)}`
      : leftText(facts),
  'connection-lost': ({ who }) => `Die Verbindung mit ${who} ging verloren, bevor Mail gesendet wurde.`,
  'tls-failed': ({ who }) => `TLS mit ${who} ist gescheitert. Wie, steht im Protokoll.`,
};

function nameThere(names: readonly string[]): string {
  return names.length === 0 ? 'nannte dort aber keinen Namen' : `nannte sich dort aber ${listed(names)}`;
}

function needlesslyFetched(by: readonly string[]): string {
  return by.length === 0
    ? ''
    : ` Aber ${listed(by)} ${by.length === 1 ? 'hat' : 'haben'} die Richtlinie abgerufen, die kein gültiger Eintrag ankündigt: Das muss ein Server lassen (RFC 8461 §3.1).`;
}

function leftText({ who, reached, isOverTls }: FindingFacts): string {
  const accepted = isOverTls ? 'hat unser Zertifikat akzeptiert und' : 'hat';
  switch (reached) {
    case 'mail':
      return `${who} ${accepted} die Verbindung nach MAIL beendet, ohne einen Empfänger zu nennen.`;
    case 'recipient':
      return `${who} ${accepted} die Verbindung nach RCPT beendet, ohne die Nachricht zu senden.`;
    case 'data':
      return `${who} ${accepted} die Verbindung beendet, bevor die Nachricht vollständig war.`;
    case 'greeted':
    case 'nothing':
    case null:
      return `${who} hat die Verbindung nach EHLO beendet, ohne Mail zu senden. Das tun Server, wenn eine Nachricht größer ist, als dieser Dienst annimmt, und ebenso Monitoring-Abfragen.`;
  }
}

/** After the name of a client; the scenarios follow in brackets. */
export const deeds: Readonly<Record<StrangerDeed, string>> = {
  delivered: 'hat eine Nachricht über TLS zugestellt',
  'delivered-in-clear': 'hat eine Nachricht unverschlüsselt zugestellt',
  refused: HUNG_UP,
  rejected: 'hat sich verbunden und eine Fehlerantwort bekommen',
  left: 'hat sich verbunden und keine Nachricht gesendet',
  lost: 'hat sich verbunden, und die Verbindung ging verloren',
  'closed-in-tls': 'hat die Verbindung während TLS geschlossen',
  'tls-failed': 'ist an TLS gescheitert',
  'opened-tls': 'hat eine TLS-Verbindung aufgebaut',
};

/** Was ein TLS-Bericht sagt, neben dem, was wir gesehen haben. */
export const reported: Readonly<Record<ReportFinding, string>> = {
  agrees: 'Er berichtet, was wir gesehen haben.',
  'policy-not-found':
    'Er fand hier keine Richtlinie, obwohl es eine brauchbare gibt: Danach wurde nicht gesucht, oder der Antwort wurde nicht vertraut.',
  'policy-not-served':
    'Er fand hier keine MTA-STS-Richtlinie. Vielleicht war sie bei uns in diesem Zeitraum zeitweise nicht abrufbar: Über Ihren Server sagt das nichts.',
  'policy-unexpected': 'Er meldet hier eine Richtlinie, die nicht veröffentlicht ist.',
  'sessions-unseen':
    'Er zählt Sitzungen in diesem Zeitraum, wir sahen damals aber keinen Ihrer Server hier. Ein anderer Server kann es gewesen sein.',
  'not-connected':
    'Er zählt Fehler ohne Verbindung: Ein Server, der zuerst die Richtlinie ansieht, muss sich hier nicht verbinden.',
  'success-impossible':
    'Er zählt hier eine Sitzung als geprüft, aber was wir gezeigt haben, erfüllt die genannte Richtlinie nicht.',
  'failures-missing': 'Er zählt keine Fehler, wir sahen aber Verbindungen, die ohne Zustellung endeten.',
  'reason-differs': 'Er zählt Fehler wie wir, nennt aber einen Grund, der hier nicht zutrifft.',
  'failure-reported':
    'Alles wurde zugestellt, und er meldet den Fehler: Genau das muss ein Absender hier tun.',
  'delivered-despite-failure':
    'Er zählt Fehler, wir sahen aber nur Zustellungen: Der Server prüft und stellt trotzdem zu, oder er scheiterte, wo wir es nicht sehen.',
  'counts-differ':
    'Seine Zahlen sind andere als unsere. Sitzungen außerhalb seines Zeitraums sind hier nicht mitgezählt.',
  'not-compared':
    'Ob er Verbindungen dieses Tests zählt, lässt sich nicht sagen. Deshalb ist er nicht verglichen.',
};
