import type { HostKind, PatternCode, TroubleKind } from '#checks';

import type { MessageTexts } from '../language.js';
import { clock } from '../lists.js';
import { listed } from './lists.js';
import { policyPhases } from './policies.js';

/** After `beim` and `den`. */
const HOSTS: Readonly<Record<HostKind, string>> = {
  valid: 'Host mit gültigem DANE',
  plain: 'Host ohne DANE',
  broken: 'Host mit fehlerhaftem DANE',
};

/** `beim Host mit gültigem DANE und beim Host ohne DANE`. */
function atHosts(hosts: readonly HostKind[]): string {
  return listed(hosts.map((host) => `beim ${HOSTS[host]}`));
}

const PROGRESS: Readonly<Record<'delivered' | 'refused' | TroubleKind, string>> = {
  delivered: 'zugestellt',
  refused: 'abgebrochen',
  'broke-off':
    'die Verbindung während TLS geschlossen, ohne Alert (wahrscheinlich eine Ablehnung, aber kein Beweis)',
  'tls-failed': 'an TLS gescheitert',
  lost: 'die Verbindung verloren',
  left: 'ohne Nachricht beendet',
  rejected: 'keine Nachricht angenommen',
};

function troubleText(trouble: TroubleKind, reply: string | null): string {
  switch (trouble) {
    case 'broke-off':
      return 'und die Verbindung während TLS geschlossen, ohne Alert: wahrscheinlich eine Ablehnung, aber kein Beweis';
    case 'tls-failed':
      return 'aber TLS ist gescheitert: wie, steht unten im Protokoll';
    case 'lost':
      return 'aber die Verbindung ging verloren';
    case 'left':
      return 'und keine Nachricht gesendet';
    case 'rejected':
      return reply === null
        ? 'aber es wurde keine Nachricht angenommen: warum, steht unten im Protokoll'
        : `aber es wurde keine Nachricht angenommen: Unsere erste Fehlerantwort war „${reply}“`;
  }
}

/** `mx1 hat`, `mx1 und mx2 haben`. */
function has(who: readonly string[]): string {
  return `${listed(who)} ${who.length > 1 ? 'haben' : 'hat'}`;
}

const HUNG_UP = 'nach unserem Zertifikat die Verbindung beendet';
const AT_BROKEN = 'Beim Host mit fehlerhaftem DANE';

export const messages: MessageTexts = {
  'send-one-message': () =>
    'Senden Sie eine Nachricht an alle Adressen, und zwar von dem Mailsystem, das Sie testen wollen. Verbindungen erscheinen hier, sobald sie eintreffen.',
  'seen-so-far': ({ deeds }) =>
    deeds.length === 0
      ? 'Bisher: eine Sitzung, die früh endete.'
      : `Bisher: ${deeds.map(({ deed, hosts }) => `${atHosts(hosts)} ${PROGRESS[deed]}`).join('; ')}.`,
  'waiting-for-the-rest': () => 'Wir warten auf die übrigen Adressen.',
  'did-all-get-it': () => 'Ging die Nachricht an alle Adressen?',

  enforced: ({ who, hosts }) =>
    `${has(who)} an den Host zugestellt, dessen TLSA-Einträge passen, und bei ${hosts > 1 ? 'Hosts, deren Einträge nicht passen,' : 'dem Host, dessen Einträge nicht passen,'} nach dem Zertifikat die Verbindung beendet. Genau das verlangt RFC 7672 §2.2.`,
  'also-refused-plain': () => 'Auch beim Host ohne DANE wurde die Verbindung beendet.',
  'plain-missing': () => 'Beim Host ohne DANE ist noch nichts angekommen.',
  'seems-to-require-dane': ({ isSure }) =>
    `${isSure ? 'Der Server verlangt DANE' : 'Wenn Sie an diesen Host gesendet haben und es so bleibt, verlangt Ihr Server DANE'} (RFC 7672 §6), statt es nur zu nutzen, wo es angeboten wird. Das ist strenger als der Standard und hält Mail an die meisten Domains zurück. Ist das gewollt, ist nichts zu tun.`,
  'shared-host-refusal': () =>
    'Die abgebrochene Verbindung nannte nur den Host, nicht Ihren Test; wir rechnen sie Ihnen zu, weil dieselbe Adresse Ihre anderen Nachrichten zugestellt hat. Exakte Nachweise gibt es nur mit den Adressen dieses Tests, und nur dort können wir die wartende Nachricht freigeben.',
  'also-refused-valid': ({ who }) =>
    `Aber ${has(who)} auch beim Host mit gültigem DANE abgebrochen: Sehen Sie sich diesen Server an.`,
  'not-tested-yet': ({ who }) =>
    `Wo DANE fehlerhaft ist, noch nicht bewiesen: ${listed(who)}. Mail kann über jeden Ihrer Server hinausgehen; senden Sie noch einige Nachrichten.`,
  'unknown-delivered': ({ who }) =>
    `Aber ${has(who)} an den Host mit fehlerhaftem DANE zugestellt. Ist das Ihr Server, setzt er DANE vielleicht nicht durch: Senden Sie über ihn an alle Adressen eines neuen Tests.`,
  'unknown-delivered-at': ({ scenario, who }) =>
    `${has(who)} bei „${scenario}“ zugestellt, wo keine Nachricht ankommen darf. Ist das Ihr Server, besteht er dort vielleicht nicht.`,
  'policy-not-given': ({ scenario, who }) =>
    `Bei „${scenario}“: ${has(who)} zugestellt, aber vielleicht war die Richtlinie bei uns gerade nicht abrufbar. Womöglich hatte Ihr System keine; der Fehlschlag ist daher nicht sicher: Senden Sie noch einmal.`,
  'failed-unmeasured': ({ scenario, who }) =>
    `Aber ${has(who)} „${scenario}“ nicht bestanden. Dieser Host wird derzeit nicht angeboten; deshalb zählt es nicht, doch ein Zweifel bleibt.`,

  'accepted-wrong-certificate': ({ who }) =>
    `${has(who)} an den Host zugestellt, dessen TLSA-Einträge nicht zu seinem Zertifikat passen. Die Verbindung war verschlüsselt, aber Ihr Server hat nicht geprüft, mit wem: Ein Angreifer auf dem Weg hätte die Nachricht lesen und ändern können.`,
  'refused-only-some': () => 'Einige Hosts mit fehlerhaftem DANE wurden abgewiesen, aber nicht alle.',
  'delivered-at': ({ scenario, who, how }) =>
    `Bei „${scenario}“: ${has(who)} ${how === 'clear' ? 'unverschlüsselt' : 'über TLS'} zugestellt.`,
  'one-gap-is-enough': () => 'Einem Angreifer genügt eine Lücke.',
  'some-refused-others-delivered': ({ refused, delivered }) =>
    `${AT_BROKEN}: ${has(refused)} ${HUNG_UP}, aber ${has(delivered)} zugestellt. Mail kann über jeden davon hinausgehen; Sie sind nur so sicher wie der schwächste.`,
  'delivered-then-refused': ({ delivered, deliveredAt, refused, refusedAt }) =>
    `${AT_BROKEN}: ${has(delivered)} um ${clock(deliveredAt)} zugestellt; ${has(refused)} erst später abgebrochen, um ${clock(refusedAt)}. Haben Sie dazwischen etwas geändert, starten Sie einen neuen Test.`,
  'refused-then-delivered': ({ delivered, deliveredAt, refused, refusedAt }) =>
    `${AT_BROKEN}: ${has(refused)} um ${clock(refusedAt)} abgebrochen, aber ${has(delivered)} die Nachricht dort um ${clock(deliveredAt)} zugestellt. Ein konformer Server behält sie in der Queue, bis sie abläuft.`,
  'clear-at-broken': ({ who }) =>
    `TLS wird unterstützt, aber ${has(who)} an den Host mit fehlerhaftem DANE ganz ohne Verschlüsselung zugestellt. Veröffentlichte TLSA-Einträge verbieten das (RFC 7672 §2.2): Jeder auf dem Weg konnte die Nachricht lesen.`,
  'clear-at-valid': ({ who }) =>
    `TLS wird unterstützt, aber ${has(who)} an den Host mit gültigem DANE ganz ohne Verschlüsselung zugestellt, obwohl dessen TLSA-Einträge das verbieten (RFC 7672 §2.2).`,
  'tls-tried-first': () =>
    'Der Server hat zuerst TLS versucht und unverschlüsselt gesendet, als das scheiterte. Was geschah, steht im Protokoll.',
  'all-in-the-clear': () =>
    'Alle Nachrichten kamen unverschlüsselt an, obwohl unser Server TLS anbietet. Jeder auf dem Weg konnte sie lesen oder ändern. DANE setzt funktionierendes TLS voraus.',
  'refused-valid': ({ who }) =>
    `${has(who)} bei dem Host abgebrochen, dessen TLSA-Einträge zu seinem Zertifikat passen, während die andere Mail ankam. Mail an Domains mit DANE bleibt wahrscheinlich liegen.`,
  'refused-at': ({ scenario, who }) => `${has(who)} bei „${scenario}“ abgebrochen, wo zuzustellen ist.`,
  'not-required-failed': ({ scenario, who }) =>
    `Es zählt nicht, ist aber gut zu wissen: ${has(who)} „${scenario}“ nicht bestanden.`,
  'refusal-causes': () =>
    'Wahrscheinliche Ursachen: Es wird ein Zertifikat einer öffentlichen CA verlangt, ältere TLSA-Einträge liegen noch im Cache, oder die TLS-Bibliothek kann unsere nicht prüfen.',
  'refused-everywhere': ({ who }) =>
    `${has(who)} bei jedem Host abgebrochen, auch ohne DANE: Offenbar wird ein Zertifikat einer öffentlichen CA verlangt, oder unser TLS ist gar nicht nutzbar. Ob DANE durchgesetzt wird, ist so nicht zu sehen.`,

  'valid-arrived': () =>
    'Diese Nachricht kam an. Ob Ihr Server Zertifikate prüft, zeigt sich nur beim Host mit fehlerhaftem DANE.',
  'nothing-at-broken-yet': () => 'Dort ist noch nichts angekommen.',
  'refused-at-plain': () => 'Beim Host ohne DANE wurde die Verbindung nach unserem Zertifikat beendet.',
  'plain-arrived-valid-not': ({ inClear }) =>
    `Die Mail an den Host ohne DANE kam an${inClear ? ' (unverschlüsselt)' : ''}, die an den Host mit gültigem DANE nicht.`,
  'others-arrived': () => 'Die anderen Nachrichten kamen an, diese nicht.',
  'may-be-holding-back': () =>
    'Vielleicht hält Ihr Server sie zurück, weil DANE das verlangt, aber wir haben keine abgebrochene Verbindung gesehen, und Stille beweist nichts: Eine langsame Queue sieht genauso aus.',
  'will-be-settled': () => 'Eine Ablehnung oder eine Zustellung klärt das, auch noch in Stunden.',
  'another-failure-looks-the-same': () =>
    'Eine Verbindung, die aus einem anderen Grund scheitert, sieht genauso aus.',
  'says-nothing-about-dane': () => 'Über DANE sagt das nichts.',
  'fails-before-connecting': () =>
    'Haben Sie an beide gesendet, scheitert Ihr Server wahrscheinlich vor dem Verbinden: meist, weil sein Resolver DNSSEC nicht validieren kann und mit einem Fehler antwortet, oder weil eine TLSA-Abfrage scheitert.',
  'rests-on-silence': () => 'Das beruht auf Stille: Die Nachricht kann noch unterwegs sein.',
  'retry-may-succeed': () => 'Ein weiterer Versuch kann noch gelingen.',
  'reason-is-open': () =>
    'Das kann DANE sein oder ein Server, der zuerst jedes Zertifikat zu prüfen versucht und dann doch zustellt. Eine Zustellung oder weitere Ablehnungen klären das.',
  'no-control-delivery': () =>
    'Wo zugestellt werden darf, ist noch keine Nachricht angekommen; das kann also DANE sein, oder Ihr Server lehnt unser Zertifikat aus einem anderen Grund ab.',
  'only-broken-delivered': ({ who }) =>
    `${has(who)} dort zugestellt, was ein Server, der DANE durchsetzt, nicht tut. Jeder, der die Adresse kennt, kann das gewesen sein; ob es einer Ihrer Server ist, zeigt sich, wenn er auch an die anderen Adressen zustellt.`,
  'left-unsent': ({ who }) =>
    `${has(who)} sich verbunden und keine Nachricht gesendet. Das tun Server, wenn eine Nachricht größer ist, als dieser Dienst annimmt. Versuchen Sie es mit einer kurzen.`,
  'no-session-got-far': () =>
    'Ihr Server hat sich verbunden, aber keine Sitzung kam bis dahin, wo DANE sich zeigt. Wo jede endete, steht unten im Protokoll.',
  'shows-nothing': ({ who }) =>
    `${has(who)} dort so zugestellt, dass es nichts aussagt: während der Host ein passendes Zertifikat vorzeigte oder über eine Verbindung zu einem anderen Host. Starten Sie einen neuen Test.`,
  trouble: ({ who, trouble, reply, host }) =>
    `Beim ${HOSTS[host]}: ${has(who)} sich verbunden, ${troubleText(trouble, reply)}.`,

  'delivered-over-tls': ({ who, versions }) => `Über ${listed(versions)} zugestellt von ${listed(who)}.`,
  'delivered-in-the-clear': ({ who }) => `Unverschlüsselt zugestellt, ohne TLS, von ${listed(who)}.`,
  'refused-as-well': ({ who }) => `Ebenfalls abgebrochen von ${listed(who)}.`,
  'hung-up': ({ who }) => `${has(who)} ${HUNG_UP}, bevor Mail gesendet wurde.`,
  'closed-repeatedly': ({ who }) =>
    `${has(who)} die Verbindung wiederholt während TLS geschlossen, gleich nach unserem Zertifikat.`,
  'session-detail': () => 'Die Sitzung endete ohne Nachricht; wie, steht im Protokoll.',
  'no-alert': () =>
    'Ein Alert, der den Grund nennt, kam nicht: wahrscheinlich eine Ablehnung, aber kein Beweis.',
  'nothing-seen': ({ isLong }) =>
    isLong
      ? 'Noch nichts angekommen. Stille beweist nichts: Die Nachricht kann noch unterwegs sein.'
      : 'Noch nichts angekommen.',
  'policy-phases': policyPhases,
  'retried-here': ({ who, versions }) =>
    `Die Nachricht wurde korrekt zurückgestellt und erneut versucht (RFC 7672 §2.2): ${has(who)} sie über ${listed(versions)} an ein passendes Zertifikat zugestellt.`,
  'delivered-at-fallback': ({ who }) =>
    `${listed(who)} hat die Nachricht an den Host oder die Adresse zugestellt, an die sie stattdessen gehen darf: In der Warteschlange bleibt nichts.`,
  'not-judged-here': ({ who }) =>
    `${has(who)} eine Nachricht zugestellt, die über diesen Host nichts aussagt: Sie wird nicht gewertet.`,
  'refused-matching-too': ({ who }) => `${has(who)} auch das passende Zertifikat abgelehnt.`,

  retried: ({ who, at, refused }) =>
    `Die abgelehnte Nachricht wurde korrekt zurückgestellt und erneut versucht (RFC 7672 §2.2): ${has(who)} sie um ${clock(at)} zugestellt, als der Host ein passendes Zertifikat vorzeigte.${refused === null ? '' : ` Die Ablehnung kam von ${listed(refused)}; das gehört zum selben System.`}`,

  'same-pattern': ({ who, pattern, reference }) =>
    `${listed(who)}: dasselbe Muster wie ${PATTERNS[pattern]}. Siehe ${reference}.`,

  'dns-never-asked': () =>
    'Ihr Server hat die TLSA-Einträge dieses Hosts nie abgefragt, nutzt also kein DANE. Übliche Ursachen: DANE nicht eingeschaltet; in Postfix `smtp_dns_support_level` nicht `dnssec`; für Exim fehlt `options trust-ad` in `/etc/resolv.conf`; ein Resolver, der nicht validiert.',
  'dns-without-dnssec': () =>
    'Ihr Resolver hat diesen Host ohne DNSSEC abgefragt (kein DO-Bit) und nie nach den TLSA-Einträgen gefragt. Mit einem Resolver ohne DNSSEC funktioniert DANE nicht.',
  'dns-tlsa-without-dnssec': () =>
    'Ihr Server hat die TLSA-Einträge dieses Hosts ohne DNSSEC abgefragt (kein DO-Bit). Ein solcher Resolver kann echte Einträge nicht von gefälschten unterscheiden; sie zählen also nicht (RFC 7672 §2.2).',
  'dns-tlsa-ignored': () =>
    'Ihr Server hat die TLSA-Einträge dieses Hosts mit DNSSEC abgefragt, aber nicht beachtet. Prüfen Sie, ob der Resolver validiert (für Exim auch `options trust-ad` in `/etc/resolv.conf`), und suchen Sie nach einer schwächeren Vorgabe (in Postfix `smtp_tls_policy_maps`, und `smtp_dns_support_level` muss `dnssec` sein).',
  'dns-connection-follows': ({ hosts }) =>
    `Ein Resolver hat abgefragt: ${eachHost(hosts)}. Die Verbindung müsste gleich folgen.`,
  'dns-no-connection': ({ hosts, firstAt }) =>
    `Ein Resolver hat abgefragt: ${eachHost(hosts)} (zuerst um ${clock(firstAt)}), aber innerhalb einer Minute folgte keine Verbindung. Das spricht für DNS oder das Netz: ein Resolver, der nicht validieren kann, eine TLSA-Abfrage, die scheitert, oder eine Firewall, die Port 25 sperrt. Was davon, steht im Log Ihres Servers.`,
};

const PATTERNS: Readonly<Record<PatternCode, string>> = {
  'issuer-records-ignored':
    'ein Absender, der nur DANE-EE-Einträge (3) prüft, etwa Sendmail, und an Hosts mit DANE-TA-Einträgen (2) allein zustellt, was auch immer diese besagen',
  'issuer-needs-public-ca':
    'ein Absender, der den Aussteller in einem DANE-TA-Eintrag (2) nur akzeptiert, wenn eine öffentliche CA dahintersteht',
  'every-usage-must-match':
    'ein Absender, bei dem ein DANE-EE- (3) und ein DANE-TA-Eintrag (2) passen müssen, wo einer genügt',
  'failed-lookup-taken-for-none':
    'ein Absender, der weitermacht, als gäbe es keine TLSA-Einträge, wenn ihre Abfrage scheitert',
  'dates-of-matched-certificate':
    'ein Absender, der die Gültigkeitsdaten eines Zertifikats prüft, zu dem ein DANE-EE-Eintrag (3) passt',
  'implicit-mx-forgotten': 'ein Absender, der DANE nur für Domains mit MX-Eintrag nutzt',
  'alias-not-followed': 'ein Absender, der einem CNAME zu TLSA-Einträgen nicht folgt',
  'pkix-records-taken-for-dane':
    'ein Absender, der einen PKIX-EE-Eintrag (1) prüft, als wäre er ein DANE-EE-Eintrag (3)',
  'no-server-name':
    'ein Absender, der in TLS keinen Servernamen (SNI) sendet. Seine Ablehnungen nennen keinen Host, also sehen wir sie nicht; bei DANE verlangt RFC 7672 den Namen',
};

function eachHost(hosts: readonly HostKind[]): string {
  return listed(hosts.map((host) => `den ${HOSTS[host]}`));
}
