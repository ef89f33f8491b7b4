import type { HostKind, PatternCode, TroubleKind } from '#checks';

import type { MessageTexts } from '../language.js';
import { clock } from '../lists.js';
import { listed } from './lists.js';
import { policyPhases } from './policies.js';

const HOSTS: Readonly<Record<HostKind, string>> = {
  valid: 'de host met geldige DANE',
  plain: 'de host zonder DANE',
  broken: 'de host met ongeldige DANE',
};

/** `de host met geldige DANE en de host zonder DANE`. */
function eachHost(hosts: readonly HostKind[]): string {
  return listed(hosts.map((host) => HOSTS[host]));
}

const PROGRESS: Readonly<Record<'delivered' | 'refused' | TroubleKind, (hosts: string) => string>> = {
  delivered: (hosts) => `afgeleverd bij ${hosts}`,
  refused: (hosts) => `de verbinding verbroken bij ${hosts}`,
  'broke-off': (hosts) =>
    `de verbinding met ${hosts} gesloten tijdens TLS, zonder alert (waarschijnlijk een weigering, maar geen bewijs)`,
  'tls-failed': (hosts) => `TLS mislukt bij ${hosts}`,
  lost: (hosts) => `de verbinding met ${hosts} kwijtgeraakt`,
  left: (hosts) => `verbinding gemaakt met ${hosts} en vertrokken zonder bericht`,
  rejected: (hosts) => `verbinding gemaakt met ${hosts}, waar geen bericht is aangenomen`,
};

/** After `mx1 maakte verbinding`. */
function troubleText(trouble: TroubleKind, reply: string | null): string {
  switch (trouble) {
    case 'broke-off':
      return ' en sloot die tijdens TLS, zonder alert: waarschijnlijk een weigering, maar geen bewijs';
    case 'tls-failed':
      return ', maar TLS mislukte: hoe, staat hieronder in het logboek';
    case 'lost':
      return ', maar die viel weg';
    case 'left':
      return ' en vertrok zonder een bericht te versturen';
    case 'rejected':
      return reply === null
        ? ', maar er is geen bericht aangenomen: waarom, staat hieronder in het logboek'
        : `, maar er is geen bericht aangenomen: onze eerste foutmelding was “${reply}”`;
  }
}

/** `mx1 heeft`, `mx1 en mx2 hebben`. */
function has(who: readonly string[]): string {
  return `${listed(who)} ${auxiliary(who)}`;
}

/** `heeft mx1`, `hebben mx1 en mx2`: after what stands first in the sentence. */
function hasAfter(who: readonly string[]): string {
  return `${auxiliary(who)} ${listed(who)}`;
}

function auxiliary(who: readonly string[]): string {
  return who.length > 1 ? 'hebben' : 'heeft';
}

const HUNG_UP = 'na het zien van ons certificaat de verbinding verbroken';
const AT_BROKEN = 'Bij de host met ongeldige DANE';

export const messages: MessageTexts = {
  'send-one-message': () =>
    'Stuur één bericht naar alle adressen, vanaf het mailsysteem dat je wilt testen. Verbindingen verschijnen hier zodra ze binnenkomen.',
  'seen-so-far': ({ deeds }) =>
    deeds.length === 0
      ? 'Tot nu toe: een sessie die vroeg eindigde.'
      : `Tot nu toe: ${deeds.map(({ deed, hosts }) => PROGRESS[deed](eachHost(hosts))).join('; ')}.`,
  'waiting-for-the-rest': () => 'We wachten op de andere adressen.',
  'did-all-get-it': () => 'Is het bericht naar alle adressen gegaan?',

  enforced: ({ who, hosts }) =>
    `${has(who)} afgeleverd bij de host waarvan de TLSA-records kloppen, en de verbinding verbroken bij ${hosts > 1 ? 'hosts' : 'de host'} waarvan ze niet kloppen, na het zien van het certificaat. Dat is wat RFC 7672 §2.2 eist.`,
  'also-refused-plain': () => 'Ook bij de host zonder DANE is de verbinding verbroken.',
  'plain-missing': () => 'Bij de host zonder DANE is nog niets gezien.',
  'seems-to-require-dane': ({ isSure }) =>
    `${isSure ? 'De server staat zo ingesteld dat hij DANE eist' : 'Als je die host hebt gemaild en dit zo blijft, eist je server DANE'} (RFC 7672 §6), in plaats van het alleen te gebruiken waar het wordt aangeboden. Dat is strenger dan de standaard en houdt mail naar de meeste domeinen tegen. Is dat de bedoeling, dan hoef je niets te doen.`,
  'shared-host-refusal': () =>
    'De geweigerde verbinding noemde alleen de host, niet jouw test; we rekenen die aan jou toe omdat hetzelfde adres je andere berichten heeft afgeleverd. Exact bewijs krijg je alleen met de adressen van deze test, en alleen daar kunnen we het wachtende bericht vrijgeven.',
  'also-refused-valid': ({ who }) =>
    `Maar ${has(who)} ook bij de host met geldige DANE de verbinding verbroken: kijk die server na.`,
  'not-tested-yet': ({ who }) =>
    `Nog niet bewezen waar DANE ongeldig is: ${listed(who)}. Mail kan via elk van je servers naar buiten gaan, dus stuur nog een paar berichten.`,
  'unknown-delivered': ({ who }) =>
    `Maar ${has(who)} afgeleverd bij de host met ongeldige DANE. Is die server van jou, dan dwingt hij DANE misschien niet af: verstuur ermee naar alle adressen van een nieuwe test.`,
  'unknown-delivered-at': ({ scenario, who }) =>
    `Bij “${scenario}”, waar geen bericht mag aankomen, ${hasAfter(who)} afgeleverd. Is die server van jou, dan zakt hij daar misschien.`,
  'policy-not-given': ({ scenario, who }) =>
    `Bij “${scenario}” ${hasAfter(who)} afgeleverd, maar misschien was het beleid bij ons even niet op te halen. Misschien had je systeem het dus niet; de fout staat daarom niet vast: verstuur nog een keer.`,
  'failed-unmeasured': ({ scenario, who }) =>
    `Maar ${has(who)} “${scenario}” niet gehaald. Die host wordt nu niet aangeboden; daarom telt het niet mee, maar er blijft twijfel.`,

  'accepted-wrong-certificate': ({ who }) =>
    `${has(who)} afgeleverd bij de host waarvan de TLSA-records niet bij het certificaat passen. De verbinding was versleuteld, maar je server controleerde niet wie er aan de andere kant zat: een aanvaller onderweg had het bericht kunnen lezen en wijzigen.`,
  'refused-only-some': () => 'Sommige hosts met ongeldige DANE zijn geweigerd, maar niet allemaal.',
  'delivered-at': ({ scenario, who, how }) =>
    `Bij “${scenario}” ${hasAfter(who)} ${how === 'clear' ? 'onversleuteld' : 'via TLS'} afgeleverd.`,
  'one-gap-is-enough': () => 'Eén gat is voor een aanvaller genoeg.',
  'some-refused-others-delivered': ({ refused, delivered }) =>
    `${AT_BROKEN} ${hasAfter(refused)} ${HUNG_UP}, maar ${has(delivered)} afgeleverd. Mail kan via elk van die servers naar buiten gaan, dus je bent zo veilig als de zwakste.`,
  'delivered-then-refused': ({ delivered, deliveredAt, refused, refusedAt }) =>
    `${AT_BROKEN} ${hasAfter(delivered)} om ${clock(deliveredAt)} afgeleverd; ${has(refused)} pas later de verbinding verbroken, om ${clock(refusedAt)}. Heb je daartussen iets gewijzigd, start dan een nieuwe test.`,
  'refused-then-delivered': ({ delivered, deliveredAt, refused, refusedAt }) =>
    `${AT_BROKEN} ${hasAfter(refused)} om ${clock(refusedAt)} de verbinding verbroken, maar ${has(delivered)} het bericht daar om ${clock(deliveredAt)} afgeleverd. Een server die zich aan de standaard houdt, laat het in de queue staan tot het verloopt.`,
  'clear-at-broken': ({ who }) =>
    `TLS wordt ondersteund, maar ${has(who)} bij de host met ongeldige DANE zonder enige versleuteling afgeleverd. Gepubliceerde TLSA-records verbieden dat (RFC 7672 §2.2): iedereen onderweg kon het bericht lezen.`,
  'clear-at-valid': ({ who }) =>
    `TLS wordt ondersteund, maar ${has(who)} bij de host met geldige DANE zonder enige versleuteling afgeleverd, terwijl de TLSA-records dat verbieden (RFC 7672 §2.2).`,
  'tls-tried-first': () =>
    'De server probeerde eerst TLS, en verstuurde onversleuteld toen dat mislukte. Wat er gebeurde, staat in het logboek.',
  'all-in-the-clear': () =>
    'Alle berichten kwamen onversleuteld aan, terwijl onze server TLS aanbiedt. Iedereen onderweg kon ze lezen of wijzigen. Voor DANE heb je eerst werkende TLS nodig.',
  'refused-valid': ({ who }) =>
    `${has(who)} de verbinding verbroken bij de host waarvan de TLSA-records bij het certificaat passen, terwijl de andere mail wel aankwam. Mail naar domeinen met DANE blijft waarschijnlijk hangen.`,
  'refused-at': ({ scenario, who }) =>
    `${has(who)} de verbinding verbroken bij “${scenario}”, waar wel afgeleverd moet worden.`,
  'not-required-failed': ({ scenario, who }) =>
    `Het telt niet mee, maar is goed om te weten: ${has(who)} “${scenario}” niet gehaald.`,
  'refusal-causes': () =>
    'Waarschijnlijke oorzaken: de server eist een certificaat van een publieke CA, heeft nog oudere TLSA-records in de cache, of zijn TLS-library kan ons certificaat niet verifiëren.',
  'refused-everywhere': ({ who }) =>
    `${has(who)} bij elke host de verbinding verbroken, ook zonder DANE: blijkbaar wordt een certificaat van een publieke CA geëist, of is onze TLS helemaal niet bruikbaar. Of DANE wordt afgedwongen, is zo niet te zien.`,

  'valid-arrived': () =>
    'Dat bericht kwam aan. Of je server certificaten verifieert, blijkt alleen bij de host met ongeldige DANE.',
  'nothing-at-broken-yet': () => 'Daar is nog niets gezien.',
  'refused-at-plain': () =>
    'Bij de host zonder DANE is de verbinding verbroken na het zien van ons certificaat.',
  'plain-arrived-valid-not': ({ inClear }) =>
    `Mail naar de host zonder DANE kwam aan${inClear ? ' (onversleuteld)' : ''}, mail naar de host met geldige DANE niet.`,
  'others-arrived': () => 'De andere berichten kwamen aan, dit niet.',
  'may-be-holding-back': () =>
    'Misschien houdt je server het tegen omdat DANE dat eist, maar we hebben geen geweigerde verbinding gezien, en stilte bewijst niets: een trage queue ziet er net zo uit.',
  'will-be-settled': () => 'Een weigering of aflevering geeft uitsluitsel, ook over een paar uur nog.',
  'another-failure-looks-the-same': () =>
    'Een verbinding die om een andere reden mislukt, ziet er hetzelfde uit.',
  'says-nothing-about-dane': () => 'Over DANE zegt dat niets.',
  'fails-before-connecting': () =>
    'Heb je beide gemaild, dan gaat het bij je server waarschijnlijk mis voordat hij verbinding maakt: meestal omdat zijn resolver DNSSEC niet kan valideren en een fout teruggeeft, of omdat een TLSA-lookup mislukt.',
  'rests-on-silence': () => 'Dit berust op stilte: het bericht kan nog onderweg zijn.',
  'retry-may-succeed': () => 'Een nieuwe poging kan nog lukken.',
  'reason-is-open': () =>
    'Dat kan DANE zijn, of een server die eerst elk certificaat probeert te verifiëren en dan toch aflevert. Een aflevering of nog meer weigeringen geven uitsluitsel.',
  'no-control-delivery': () =>
    'Waar afleveren mag, is nog geen bericht aangekomen; dit kan dus DANE zijn, of je server weigert ons certificaat om een andere reden.',
  'only-broken-delivered': ({ who }) =>
    `${has(who)} daar afgeleverd, en dat doet een server die DANE afdwingt niet. Iedereen die het adres kent kan dat gedaan hebben; of het een server van jou is, blijkt pas als hij ook bij de andere adressen aflevert.`,
  'left-unsent': ({ who }) =>
    `${has(who)} verbinding gemaakt zonder een bericht te versturen. Dat doen servers als een bericht groter is dan deze dienst aanneemt. Probeer het met een kort bericht.`,
  'no-session-got-far': () =>
    'Je server maakte verbinding, maar geen enkele sessie kwam tot het punt waar DANE zichtbaar wordt. Waar elke sessie eindigde, staat hieronder in het logboek.',
  'shows-nothing': ({ who }) =>
    `${has(who)} daar afgeleverd op een manier die niets aantoont: terwijl de host een passend certificaat toonde, of via een verbinding met een andere host. Start een nieuwe test.`,
  trouble: ({ who, trouble, reply, host }) =>
    `Bij ${HOSTS[host]}: ${listed(who)} ${who.length > 1 ? 'maakten' : 'maakte'} verbinding${troubleText(trouble, reply)}.`,

  'delivered-over-tls': ({ who, versions }) => `Via ${listed(versions)} afgeleverd door ${listed(who)}.`,
  'delivered-in-the-clear': ({ who }) => `Onversleuteld afgeleverd, zonder TLS, door ${listed(who)}.`,
  'refused-as-well': ({ who }) => `Ook geweigerd, door ${listed(who)}.`,
  'hung-up': ({ who }) => `${has(who)} ${HUNG_UP}, nog voordat er mail werd verstuurd.`,
  'closed-repeatedly': ({ who }) =>
    `${has(who)} de verbinding herhaaldelijk gesloten tijdens TLS, direct na ons certificaat.`,
  'session-detail': () => 'De sessie eindigde zonder bericht; hoe, staat in het logboek.',
  'no-alert': () => 'Er kwam geen alert die zegt waarom: waarschijnlijk een weigering, maar geen bewijs.',
  'nothing-seen': ({ isLong }) =>
    isLong
      ? 'Nog niets gezien. Stilte bewijst niets: het bericht kan nog onderweg zijn.'
      : 'Nog niets gezien.',
  'policy-phases': policyPhases,
  'retried-here': ({ who, versions }) =>
    `Het bericht is correct uitgesteld en opnieuw aangeboden (RFC 7672 §2.2): ${has(who)} het via ${listed(versions)} afgeleverd bij een passend certificaat.`,
  'delivered-at-fallback': ({ who }) =>
    `${listed(who)} heeft het bericht bezorgd bij de host of het adres waar het in plaats daarvan heen mag: er wacht niets in de wachtrij.`,
  'not-judged-here': ({ who }) =>
    `${has(who)} een bericht afgeleverd dat niets over deze host zegt: het telt niet mee.`,
  'refused-matching-too': ({ who }) => `${has(who)} ook het passende certificaat geweigerd.`,

  retried: ({ who, at, refused }) =>
    `Het geweigerde bericht is correct uitgesteld en opnieuw aangeboden (RFC 7672 §2.2): ${has(who)} het om ${clock(at)} afgeleverd, toen de host een passend certificaat toonde.${refused === null ? '' : ` De weigering kwam van ${listed(refused)}, dat bij hetzelfde systeem hoort.`}`,

  'same-pattern': ({ who, pattern, reference }) =>
    `${listed(who)}: hetzelfde patroon als ${PATTERNS[pattern]}. Zie ${reference}.`,

  'dns-never-asked': () =>
    'Je server heeft de TLSA-records van deze host nooit opgevraagd en gebruikt dus geen DANE. Gebruikelijke oorzaken: DANE staat niet aan; in Postfix staat `smtp_dns_support_level` niet op `dnssec`; voor Exim ontbreekt `options trust-ad` in `/etc/resolv.conf`; een resolver die niet valideert.',
  'dns-without-dnssec': () =>
    'Je resolver heeft deze host zonder DNSSEC opgezocht (geen DO-bit) en nooit naar de TLSA-records gevraagd. Met een resolver zonder DNSSEC werkt DANE niet.',
  'dns-tlsa-without-dnssec': () =>
    'Je server heeft de TLSA-records van deze host zonder DNSSEC opgevraagd (geen DO-bit). Zo kan een resolver echte records niet van vervalste onderscheiden, dus tellen ze niet (RFC 7672 §2.2).',
  'dns-tlsa-ignored': () =>
    'Je server heeft de TLSA-records van deze host wel met DNSSEC opgevraagd, maar genegeerd. Controleer of de resolver valideert (voor Exim ook `options trust-ad` in `/etc/resolv.conf`), en zoek naar een soepeler beleid (in Postfix `smtp_tls_policy_maps`, en `smtp_dns_support_level`, dat op `dnssec` moet staan).',
  'dns-connection-follows': ({ hosts }) =>
    `Een resolver heeft ${eachHost(hosts)} opgezocht: de verbinding zou zo moeten volgen.`,
  'dns-no-connection': ({ hosts, firstAt }) =>
    `Een resolver heeft ${eachHost(hosts)} opgezocht (het eerst om ${clock(firstAt)}), maar binnen een minuut kwam er geen verbinding. Dat wijst op DNS of het netwerk: een resolver die niet kan valideren, een TLSA-lookup die mislukt, of een firewall die poort 25 blokkeert. Welke van de drie, staat in de log van je server.`,
};

const PATTERNS: Readonly<Record<PatternCode, string>> = {
  'issuer-records-ignored':
    'een verzender die alleen DANE-EE-records (3) verifieert, zoals Sendmail, en bij hosts met alleen DANE-TA-records (2) aflevert, wat die ook zeggen',
  'issuer-needs-public-ca':
    'een verzender die de uitgever in een DANE-TA-record (2) alleen accepteert als er een publieke CA achter zit',
  'every-usage-must-match':
    'een verzender die wil dat zowel een DANE-EE- (3) als een DANE-TA-record (2) past, terwijl één genoeg is',
  'failed-lookup-taken-for-none':
    'een verzender die doorgaat alsof er geen TLSA-records zijn als de lookup ervan mislukt',
  'dates-of-matched-certificate':
    'een verzender die de geldigheidsdatums controleert van een certificaat waar een DANE-EE-record (3) bij past',
  'implicit-mx-forgotten': 'een verzender die DANE alleen gebruikt voor domeinen met een MX-record',
  'alias-not-followed': 'een verzender die een CNAME naar TLSA-records niet volgt',
  'pkix-records-taken-for-dane':
    'een verzender die een PKIX-EE-record (1) verifieert alsof het een DANE-EE-record (3) is',
  'no-server-name':
    'een verzender die in TLS geen servernaam (SNI) stuurt. Zijn weigeringen noemen geen host, dus zien we ze niet; bij DANE vereist RFC 7672 de naam',
};
