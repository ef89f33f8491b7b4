/** One sentence for each finding. */
import type { FindingFacts, ReportFinding, StrangerDeed } from '#checks';

import type { Language } from '../language.js';
import { listed } from './lists.js';

const HUNG_UP = 'verbrak de verbinding na het zien van ons certificaat';
const LEFT_WITHOUT_TLS = 'vertrok zonder mail te versturen toen TLS niet lukte';

export const findings: Language['findings'] = {
  'not-tested': ({ who }) => `Van ${who} is hier niets gezien.`,
  'delivered-over-tls': ({ who, versions }) => `${who} leverde af via ${listed(versions)}.`,
  'delivered-in-clear': ({ who }) => `${who} leverde onversleuteld af, zonder TLS.`,
  'accepted-unmatched-certificate': ({ who, versions }) =>
    `${who} leverde af via ${listed(versions)}, terwijl de TLSA-records het certificaat uitsluiten.`,
  'delivered-despite-failed-lookup': ({ who, versions }) =>
    `${who} leverde af via ${listed(versions)}, terwijl het opvragen van de TLSA-records hier mislukt (RFC 7672 §2.1.2).`,
  'refused-unmatched-certificate': ({ who }) => `${who} ${HUNG_UP}, nog voordat er mail werd verstuurd.`,
  'refused-matching-certificate': ({ who }) =>
    `${who} weigerde een certificaat dat bij de TLSA-records past, nog voordat er mail werd verstuurd.`,
  'refused-without-dane': ({ who }) => `${who} ${HUNG_UP}, nog voordat er mail werd verstuurd.`,
  'deferred-and-retried': ({ who }) =>
    `${who} weigerde ons certificaat, en hetzelfde bericht is correct uitgesteld en opnieuw aangeboden (RFC 7672 §2.2).`,
  'refused-by-system': ({ who }) =>
    `${who} ${HUNG_UP}. Het adres hoort bij hetzelfde mailsysteem, maar leverde geen bericht van deze test af: waarschijnlijk een weigering, nog geen bewijs.`,
  'refusal-without-alert': ({ who }) =>
    `${who} sloot de verbinding tijdens TLS, zonder alert: waarschijnlijk een weigering. Herhaalt zich dat, dan is het bewezen.`,
  'refusal-without-control': ({ who }) =>
    `${who} ${HUNG_UP}, maar leverde waar DANE geldig is niet af via TLS: waarschijnlijk een weigering, nog geen bewijs.`,
  'refusal-not-repeated': ({ who }) =>
    `${who} ${HUNG_UP}, maar lang voor of na de afleveringen: waarschijnlijk een weigering. Herhaalt dat zich, dan is het bewezen.`,
  'refusal-before-control': ({ who }) =>
    `${who} ${HUNG_UP}, maar de eerste pogingen mislukten ook waar DANE geldig is: waarschijnlijk een weigering. Het is bewezen als het 15 minuten of langer zo blijft, of in een nieuwe test waarin die pogingen slagen.`,
  'control-after-waiting': ({ who }) =>
    `${who} ${HUNG_UP}. Maar of het bericht de geldige host bij de eerste poging bereikte, is niet te zien: het wachtte in een wachtrij, noemt geen tijd, of een klok loopt verkeerd. Eerdere pogingen kunnen ongezien mislukt zijn: waarschijnlijk een weigering, nog geen bewijs. Stuur een nieuw bericht naar alle adressen. Verandert dat niets, start dan een nieuwe test en verstuur het bericht binnen 30 seconden.`,
  'control-without-server-name': ({ who }) =>
    `${who} ${HUNG_UP}, maar heeft bij de geldige host ook afgeleverd zonder die in TLS te noemen (SNI), wat elke verzender met DANE of MTA-STS wel doet. Achter adres en naam kan nog een machine of programma zonder beide zitten. Waarschijnlijk een weigering, geen bewijs. Start een nieuwe test zodra alles gelijk is ingesteld.`,
  'refusal-under-another-name': ({ who, names }) =>
    `${who} ${HUNG_UP}, maar ${nameThere(names)}: misschien deelt een andere machine het adres.`,
  'refusal-from-shared-address': ({ who }) =>
    `${who} ${HUNG_UP}, bij een host die alle tests delen, en andere tests gebruiken dat adres ook: waarschijnlijk een weigering, geen bewijs.`,
  'refused-after-failed-lookup': ({ who }) =>
    `${who} ${HUNG_UP}, maar had na een mislukte TLSA-lookup geen verbinding mogen maken (RFC 7672 §2.1.2). Telt niet mee.`,
  'refused-control-too': ({ who }) =>
    `${who} ${HUNG_UP}, maar weigerde ook een host met geldige DANE; er kan dus een andere reden zijn. Een nieuwe test waarin die host niet wordt geweigerd, geeft uitsluitsel.`,
  'accepted-in-another-session': ({ who }) =>
    `${who} ${HUNG_UP}, maar accepteerde het in een andere sessie en begon daar een bericht: waarschijnlijk een weigering, geen bewijs. Een nieuwe test geeft uitsluitsel.`,
  'accepts-after-refusing': ({ who }) =>
    `${who} ${HUNG_UP}, maar deed dat elders ook en leverde daarna toch af. Delen meerdere machines adres en naam, stel ze dan gelijk in en start een nieuwe test.`,
  'withheld-without-tls': ({ who }) =>
    `${who} ${LEFT_WITHOUT_TLS}, en verstuurt wel onversleuteld waar geen TLSA-records dat verbieden.`,
  'withheld-without-control': ({ who }) =>
    `${who} ${LEFT_WITHOUT_TLS}, maar verstuurde voor zover wij zagen nergens onversleuteld: misschien eist de server TLS voor elke host.`,
  'withheld-at-control-too': ({ who }) =>
    `${who} ${LEFT_WITHOUT_TLS}. Dat bewijst niets: dezelfde server of een ander adres van hetzelfde systeem doet misschien hetzelfde waar geen TLSA-records onversleuteld versturen verbieden.`,
  'withheld-once': ({ who }) =>
    `${who} verstuurde geen mail toen er geen TLS was: waarschijnlijk wordt er niet onversleuteld verstuurd. Het is bewezen als een poging 15 minuten later hetzelfde doet, kort voor of na een aflevering op een ander adres van deze test.`,
  'withheld-not-always': ({ who }) =>
    `${who} ${LEFT_WITHOUT_TLS}, maar begon in een andere sessie onversleuteld een bericht: waarschijnlijk een weigering, geen bewijs.`,
  'withheld-under-another-name': ({ who, names }) =>
    `${who} ${LEFT_WITHOUT_TLS}, maar ${nameThere(names)}: misschien deelt een andere machine het adres.`,
  'withheld-from-shared-address': ({ who }) =>
    `${who} ${LEFT_WITHOUT_TLS}, bij een host die alle tests delen, en andere tests gebruiken dat adres ook: waarschijnlijk een weigering, geen bewijs.`,
  'delivered-during-release': ({ who }) =>
    `${who} leverde af terwijl deze host een passend certificaat toonde. Telt niet mee.`,
  'delivered-at-fallback': ({ who, isOverTls }) =>
    isOverTls
      ? `${who} heeft bezorgd bij de host of het adres met het juiste certificaat, zonder dat te zien was dat het de andere weigerde. Niet beoordeeld.`
      : `${who} heeft onversleuteld bezorgd. Dat is bij een van de hosts goed en bij de andere fout, en welke het was is niet te zien. Niet beoordeeld.`,
  'connection-reused': ({ who }) =>
    `${who} leverde af via een verbinding die voor een andere host was opgezet. Telt niet mee.`,
  'accepted-against-policy': ({ who, versions }) =>
    `${who} leverde af via ${listed(versions)}, terwijl het MTA-STS-beleid dat verbiedt.`,
  'policy-not-given': ({ who }) =>
    `${who} leverde af, terwijl het MTA-STS-beleid dat verbiedt; maar misschien was het bij ons even niet op te halen. Misschien was er dus geen beleid: verstuur nog een keer.`,
  'fetched-without-record': ({ who, fetchedBy }) =>
    `${who} leverde af; dat is goed, want hier geldt geen beleid.${needlesslyFetched(fetchedBy)} Dat is geen bewijs: aan het ophalen is niet te zien welk programma het deed.`,
  'refused-despite-policy': ({ who, fetchedBy }) =>
    `${who} ${HUNG_UP}, terwijl geen MTA-STS-beleid aflevering hier verbiedt.${needlesslyFetched(fetchedBy)}`,
  'policy-refusal-open': ({ who }) =>
    `${who} ${HUNG_UP}. Het is bewezen zodra de server ook via TLS aflevert waar MTA-STS geldig is, en bij een niet-vertrouwd certificaat waar geen beleid het verbiedt.`,
  'withheld-under-policy': ({ who }) =>
    `${who} ${LEFT_WITHOUT_TLS}. Dat past bij het beleid, maar bewijst niets: sommige servers eisen TLS voor elke host.`,
  'refused-before-change': ({ who }) =>
    `${who} weigerde zolang het beleid aflevering verbood, en heeft dat beleid dus. Wat na de wijziging gebeurt, beslist.`,
  'followed-new-policy': ({ who }) =>
    `${who} weigerde zolang het beleid aflevering verbood, en leverde af toen een nieuw beleid dat toestond, terwijl het oude nog toegepast mocht worden: de server zoekt nieuw beleid (RFC 8461 §5).`,
  'kept-old-policy': ({ who }) =>
    `${who} bleef meer dan een uur weigeren, hoewel een nieuw beleid aflevering toestond: dat is nog niet overgenomen, wat mail vertraagt. Voordat een bericht teruggaat, moet naar een nieuw beleid worden gezocht (RFC 8461 §5).`,
  'kept-withdrawn-policy': ({ who }) =>
    `${who} weigerde ook toen het beleid niet meer te vinden was: de server bewaart wat hij heeft opgehaald (RFC 8461 §3.3).`,
  'forgot-withdrawn-policy': ({ who }) =>
    `${who} weigerde zolang het beleid gepubliceerd was, en leverde hetzelfde bericht af toen het niet meer te vinden was, hoewel het opgehaalde beleid nog gold (RFC 8461 §3.3).`,
  'delivered-without-policy': ({ who }) =>
    `${who} leverde af. Niet beoordeeld: een weigering vanwege het beleid is hier niet gezien, misschien had de server het nooit.`,
  'command-rejected': ({ who, reply }) =>
    reply === null
      ? `Van ${who} is geen bericht aangenomen.`
      : `Van ${who} is geen bericht aangenomen. Onze eerste foutmelding was “${reply}”.`,
  'left-after-accepting': leftText,
  'left-under-policy': (facts) =>
    facts.reached === 'greeted'
      ? `${facts.who} vertrok na EHLO, zonder mail te versturen. Dat kan door het beleid komen: sommige servers, zoals chasquid, beoordelen het certificaat dan pas. Maar servers met een te groot bericht en monitoring doen het ook, dus het bewijst niets.${needlesslyFetched(facts.fetchedBy)}`
      : leftText(facts),
  'connection-lost': ({ who }) => `De verbinding met ${who} viel weg voordat er mail werd verstuurd.`,
  'tls-failed': ({ who }) => `TLS met ${who} is mislukt. Hoe, staat in het logboek.`,
};

function nameThere(names: readonly string[]): string {
  return names.length === 0 ? 'gaf daar geen naam op' : `noemde zich daar ${listed(names)}`;
}

function needlesslyFetched(by: readonly string[]): string {
  return by.length === 0
    ? ''
    : ` Maar ${listed(by)} ${by.length === 1 ? 'heeft' : 'hebben'} het beleid opgehaald, dat geen geldig record aankondigt: een server moet dat overslaan (RFC 8461 §3.1).`;
}

function leftText({ who, reached, isOverTls }: FindingFacts): string {
  const left = isOverTls ? 'accepteerde ons certificaat en vertrok' : 'vertrok';
  switch (reached) {
    case 'mail':
      return `${who} ${left} na MAIL, zonder een ontvanger te noemen.`;
    case 'recipient':
      return `${who} ${left} na RCPT, zonder het bericht te versturen.`;
    case 'data':
      return `${who} ${left} voordat het bericht compleet was.`;
    case 'greeted':
    case 'nothing':
    case null:
      return `${who} vertrok na EHLO, zonder mail te versturen. Dat doen servers als een bericht groter is dan deze dienst aanneemt, en monitoring doet het ook.`;
  }
}

/** After the name of a client; the scenarios follow in brackets. */
export const deeds: Readonly<Record<StrangerDeed, string>> = {
  delivered: 'leverde een bericht af via TLS',
  'delivered-in-clear': 'leverde een bericht onversleuteld af',
  refused: HUNG_UP,
  rejected: 'maakte verbinding en kreeg een foutmelding',
  left: 'maakte verbinding en verstuurde geen bericht',
  lost: 'maakte verbinding, maar die viel weg',
  'closed-in-tls': 'sloot de verbinding tijdens TLS',
  'tls-failed': 'liep vast op TLS',
  'opened-tls': 'zette een TLS-verbinding op',
};

/** Wat een TLS-rapport zegt, naast wat wij zagen. */
export const reported: Readonly<Record<ReportFinding, string>> = {
  agrees: 'Het meldt wat wij zagen.',
  'policy-not-found':
    'Het vond hier geen beleid, terwijl er bruikbaar beleid is: er is niet naar gezocht, of het antwoord werd niet vertrouwd.',
  'policy-not-served':
    'Het vond hier geen MTA-STS-beleid. Misschien was het bij ons in deze periode even niet op te halen: dat zegt niets over je server.',
  'policy-unexpected': 'Het meldt hier een beleid dat niet gepubliceerd is.',
  'sessions-unseen':
    'Het telt sessies in deze periode, maar wij zagen toen geen van je servers hier. Een andere server kan het zijn geweest.',
  'not-connected':
    'Het telt fouten zonder verbinding: een server die eerst naar het beleid kijkt, hoeft hier geen verbinding te maken.',
  'success-impossible':
    'Het telt hier een sessie als gecontroleerd, maar wat wij toonden voldoet niet aan het genoemde beleid.',
  'failures-missing': 'Het telt geen fouten, maar wij zagen verbindingen die zonder aflevering eindigden.',
  'reason-differs': 'Het telt fouten zoals wij, maar noemt een reden die hier niet van toepassing is.',
  'failure-reported': 'Alles is afgeleverd, en het meldt de fout: dat is wat een verzender hier moet doen.',
  'delivered-despite-failure':
    'Het telt fouten, maar wij zagen alleen afleveringen: de server controleert en levert toch af, of het mislukte waar wij het niet zien.',
  'counts-differ':
    'De aantallen verschillen van de onze. Sessies buiten de periode zijn hier niet meegeteld.',
  'not-compared': 'Of het verbindingen van deze test telt, is niet te zeggen. Daarom is het niet vergeleken.',
};
