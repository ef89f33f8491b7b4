import type { ProblemBook } from '../say-problem.js';

export const problems: ProblemBook = {
  titles: {
    'malformed-request': 'Die Anfrage ist nicht lesbar',
    'other-origin': 'Für andere Origins nicht erlaubt',
    'check-not-found': 'Diesen Test gibt es nicht',
    'probe-not-found': 'Diese Prüfung gibt es nicht',
    'not-found': 'Hier ist nichts',
    'method-not-allowed': 'Diese Methode ist hier nicht erlaubt',
    'body-too-slow': 'Der Body der Anfrage kam zu langsam',
    'nothing-to-release': 'Keine Nachricht kann freigegeben werden',
    'body-too-large': 'Der Body der Anfrage ist zu groß',
    'unusable-domain': 'Das lässt sich nicht prüfen',
    'too-many-requests': 'Zu viele Anfragen',
    'too-many-watched': 'Es wird zu viel beobachtet',
    internal: 'Auf dem Server ist etwas schiefgegangen',
    'store-unavailable': 'Der Speicher ist nicht nutzbar',
    overloaded: 'Der Server ist ausgelastet',
    'report-not-read': 'Der Bericht war nicht lesbar',
    'too-many-probes': 'Zu viele Prüfungen gleichzeitig',
  },
  details: {
    methods: 'Diese Adresse kennt nur {1}.',
    'for-the-operator': 'Das ist für den Betreiber, unter ADMIN_HOST und ADMIN_PORT (8081) dieses Servers.',
    'no-such-address': 'Diese Adresse gibt es nicht.',
    'no-such-page': 'Diese Seite gibt es nicht.',
    'no-such-guide': 'Für dieses System gibt es keine Anleitung.',
    'malformed-address': 'Die Adresse oder ein Header der Anfrage ist fehlerhaft.',
    logged: 'Der Fehler wurde protokolliert. Bitte versuchen Sie es später noch einmal.',
    'no-such-check': 'Kein Test hat dieses Token: Es ist falsch geschrieben, oder der Test ist abgelaufen.',
    'no-such-probe':
      'Keine Prüfung hat diese ID: Sie ist falsch geschrieben, oder das Ergebnis musste neueren weichen.',
    'watched-by-connection': 'Eine Verbindung darf 20 Tests und Prüfungen beobachten.',
    'watched-by-client':
      'Ihre Adresse beobachtet so viele Tests und Prüfungen, wie sie darf. Bitte versuchen Sie es später noch einmal.',
    'watched-by-network':
      'Ihr Netz beobachtet so viele Tests und Prüfungen, wie es darf. Bitte versuchen Sie es später noch einmal.',
    'database-unusable':
      'Die Datenbank ist gerade nicht nutzbar, etwa weil die Festplatte voll ist. Bitte versuchen Sie es später noch einmal.',
    'database-unreadable': 'Die Datenbank lässt sich nicht lesen und beschreiben.',
    'all-watches-taken':
      'Dieser Server hat keinen Platz für weitere Live-Verbindungen. Bitte versuchen Sie es später noch einmal.',
    'all-connections-taken':
      'Dieser Server hat keinen Platz für weitere Verbindungen. Bitte versuchen Sie es später noch einmal.',
    'connections-of-client': 'Von dieser Adresse sind zu viele Verbindungen offen.',
    'connections-of-network': 'Aus diesem Netz sind zu viele Verbindungen offen.',
    'live-of-client': 'Von dieser Adresse sind zu viele Live-Verbindungen offen.',
    'live-of-network': 'Aus diesem Netz sind zu viele Live-Verbindungen offen.',
    'refused-at-shared-host':
      'Die Ablehnung war beim Host der klassischen Adressen zu sehen, den sich alle Tests teilen: Freigeben lassen sich nur die Adressen eines Tests.',
    'nothing-refused':
      'Bei einem Host, der seine Nachricht freigeben kann, war noch keine Ablehnung zu sehen.',
    'bodies-of-client':
      'Gerade senden zu viele Anfragen von dieser Adresse ihren Body. Bitte versuchen Sie es später noch einmal.',
    'bodies-of-network':
      'Gerade senden zu viele Anfragen aus diesem Netz ihren Body. Bitte versuchen Sie es später noch einmal.',
    'all-bodies-taken':
      'Dieser Server hat gerade keinen Platz für weitere Bodys von Anfragen. Bitte versuchen Sie es später noch einmal.',
    'slow-body': 'Der Body der Anfrage kam zu langsam.',
    'large-body': 'Der Body einer Anfrage darf höchstens {1} Bytes haben.',
    'body-beyond-bounds': 'Der Body der Anfrage überschreitet die Grenzen ({1}).',
    'not-json': 'Der Body der Anfrage ist kein JSON.',
    'event-beyond-bounds': 'Das Ereignis überschreitet die Grenzen ({1}).',
    'rate-of-client':
      'Die Grenze für Ihre Adresse ist {1} pro Minute; versuchen Sie es in {2} s noch einmal.',
    'rate-of-network': 'Die Grenze für Ihr Netz ist {1} pro Minute; versuchen Sie es in {2} s noch einmal.',
    'own-pages-only': 'Nur die Seiten dieses Servers dürfen Live-Verbindungen öffnen.',
    'no-domain': 'Geben Sie eine Domain ein, etwa example.org.',
    'mail-address': 'Geben Sie nur die Domain ein: den Teil nach dem @.',
    url: 'Geben Sie nur die Domain ein, etwa example.org, keine URL.',
    'ip-address': 'IP-Adressen werden nicht geprüft: Geben Sie die Domain ein, an die Mail geht.',
    'long-domain': 'Eine Domain hat höchstens 253 Zeichen.',
    'not-a-domain':
      'Das ist kein Domainname: Er besteht aus Buchstaben, Ziffern, Bindestrichen und Punkten, etwa example.org.',
    'single-word': 'Geben Sie die ganze Domain ein: Ein einzelnes Wort hat keine Mailserver.',
    'probes-waiting': 'Viele andere Domains warten auf ihre Prüfung. Versuchen Sie es bald noch einmal.',
    'own-probes-waiting':
      'Viele Prüfungen von Ihrer Adresse oder aus Ihrem Netz warten noch. Versuchen Sie es bald noch einmal.',
    'no-domain-in-body': 'Der Body der Anfrage muss ein Objekt mit einer „domain“ sein, etwa example.org.',
    'reports-waiting':
      'Gerade können keine weiteren Berichte gelesen werden. Bitte versuchen Sie es später noch einmal.',
    'report-too-costly': 'Das Lesen dauerte zu lange oder brauchte zu viel Speicher.',
    'not-a-number': '{1} muss eine ganze Zahl sein.',
    'not-in-range': '{1} muss eine ganze Zahl von 0 bis {2} sein.',
    'not-one-of': '{1} muss eines davon sein: {2}.',
    'level-not-offered': 'Dieser Server bietet keine Szenarien der Stufe {1} an.',
    'bad-label': 'label darf bis zu 32 Buchstaben, Ziffern und Bindestriche haben.',
  },
};
