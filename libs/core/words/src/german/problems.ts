import type { ProblemBook } from '../say-problem.js';

export const problems: ProblemBook = {
  'The request cannot be read': 'Die Anfrage ist nicht lesbar',
  'Not allowed to other origins': 'Für andere Origins nicht erlaubt',
  'No such check': 'Diesen Test gibt es nicht',
  'No such probe': 'Diese Prüfung gibt es nicht',
  'Nothing is here': 'Hier ist nichts',
  'The method is not allowed here': 'Diese Methode ist hier nicht erlaubt',
  'The request body came too slowly': 'Der Body der Anfrage kam zu langsam',
  'No message can be released': 'Keine Nachricht kann freigegeben werden',
  'The request body is too large': 'Der Body der Anfrage ist zu groß',
  'This cannot be probed': 'Das lässt sich nicht prüfen',
  'Too many requests': 'Zu viele Anfragen',
  'Too much is watched': 'Es wird zu viel beobachtet',
  'Something went wrong on the server': 'Auf dem Server ist etwas schiefgegangen',
  'The store cannot be used': 'Der Speicher ist nicht nutzbar',
  'The server is full': 'Der Server ist ausgelastet',
  'The report could not be read': 'Der Bericht war nicht lesbar',
  'Too many probes at the same time': 'Zu viele Prüfungen gleichzeitig',
  'This address knows only {1}.': 'Diese Adresse kennt nur {1}.',
  'This is for the operator, at ADMIN_HOST and ADMIN_PORT (8081) of this server.':
    'Das ist für den Betreiber, unter ADMIN_HOST und ADMIN_PORT (8081) dieses Servers.',
  'This address does not exist.': 'Diese Adresse gibt es nicht.',
  'There is no such page.': 'Diese Seite gibt es nicht.',
  'There is no guide for that system.': 'Für dieses System gibt es keine Anleitung.',
  'The address or a header of the request is malformed.':
    'Die Adresse oder ein Header der Anfrage ist fehlerhaft.',
  'The error was logged. Please try again later.':
    'Der Fehler wurde protokolliert. Bitte versuchen Sie es später noch einmal.',
  'No check has this token: it was mistyped, or the check has expired.':
    'Kein Test hat dieses Token: Es ist falsch geschrieben, oder der Test ist abgelaufen.',
  'No probe has this id: it was mistyped, or the result was deleted to make room for newer ones.':
    'Keine Prüfung hat diese ID: Sie ist falsch geschrieben, oder das Ergebnis musste neueren weichen.',
  'One connection may watch 20 checks and probes.': 'Eine Verbindung darf 20 Tests und Prüfungen beobachten.',
  'Your address watches as many checks and probes as it may. Please try again later.':
    'Ihre Adresse beobachtet so viele Tests und Prüfungen, wie sie darf. Bitte versuchen Sie es später noch einmal.',
  'Your network watches as many checks and probes as it may. Please try again later.':
    'Ihr Netz beobachtet so viele Tests und Prüfungen, wie es darf. Bitte versuchen Sie es später noch einmal.',
  'The database cannot be used right now, for example because the disk is full. Please try again later.':
    'Die Datenbank ist gerade nicht nutzbar, etwa weil die Festplatte voll ist. Bitte versuchen Sie es später noch einmal.',
  'As many live connections and watches are open as this server takes. Please try again later.':
    'Dieser Server hat so viele Live-Verbindungen, wie er annimmt. Bitte versuchen Sie es später noch einmal.',
  'The refusal was seen at the host of the classic addresses, which all checks share: only the per-check addresses can be released.':
    'Die Ablehnung war beim Host der klassischen Adressen zu sehen, den sich alle Tests teilen: Freigeben lassen sich nur die Adressen eines Tests.',
  'No refusal at the host with broken DANE was seen yet.':
    'Beim Host mit fehlerhaftem DANE war noch keine Ablehnung zu sehen.',
  'Too many requests from this address send their body now. Please try again later.':
    'Gerade senden zu viele Anfragen von dieser Adresse ihren Body. Bitte versuchen Sie es später noch einmal.',
  'Too many requests from this network send their body now. Please try again later.':
    'Gerade senden zu viele Anfragen aus diesem Netz ihren Body. Bitte versuchen Sie es später noch einmal.',
  'As many requests send their body now as this server takes. Please try again later.':
    'Gerade senden so viele Anfragen ihren Body, wie dieser Server annimmt. Bitte versuchen Sie es später noch einmal.',
  'The request body came too slowly.': 'Der Body der Anfrage kam zu langsam.',
  'A request body may have at most {1} bytes.': 'Der Body einer Anfrage darf höchstens {1} Bytes haben.',
  'The request body is not JSON.': 'Der Body der Anfrage ist kein JSON.',
  'At most {1} a minute are answered for {2}; try again in {3} s.':
    'Für {2} werden höchstens {1} pro Minute beantwortet; versuchen Sie es in {3} s noch einmal.',
  'Only the pages of this server may open live connections.':
    'Nur die Seiten dieses Servers dürfen Live-Verbindungen öffnen.',
  'Enter a domain, such as example.org.': 'Geben Sie eine Domain ein, etwa example.org.',
  'Enter the domain alone, without what stands before the @.':
    'Geben Sie nur die Domain ein, ohne den Teil vor dem @.',
  'Enter the domain alone, such as example.org, and not a URL.':
    'Geben Sie nur die Domain ein, etwa example.org, keine URL.',
  'Addresses are not probed: enter the domain that mail is sent to.':
    'Adressen werden nicht geprüft: Geben Sie die Domain ein, an die Mail geht.',
  'A domain has at most {1} characters.': 'Eine Domain hat höchstens {1} Zeichen.',
  'This is not the name of a domain: it has letters, digits, hyphens and dots, such as example.org.':
    'Das ist kein Domainname: Er besteht aus Buchstaben, Ziffern, Bindestrichen und Punkten, etwa example.org.',
  'Enter the whole domain: a single word has no mail servers.':
    'Geben Sie die ganze Domain ein: Ein einzelnes Wort hat keine Mailserver.',
  'Many other domains are waiting to be probed. Try again soon.':
    'Viele andere Domains warten auf ihre Prüfung. Versuchen Sie es bald noch einmal.',
  'Many probes from your {1} are still waiting. Try again soon.':
    'Viele Prüfungen von hier warten noch. Versuchen Sie es bald noch einmal.',
  'The request body has to be an object with a "domain", such as example.org.':
    'Der Body der Anfrage muss ein Objekt mit einer „domain“ sein, etwa example.org.',
  'your address': 'Ihre Adresse',
  'your network': 'Ihr Netz',
};
