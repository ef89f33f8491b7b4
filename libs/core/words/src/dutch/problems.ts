import type { ProblemBook } from '../say-problem.js';

export const problems: ProblemBook = {
  'The request cannot be read': 'Het verzoek is niet leesbaar',
  'Not allowed to other origins': 'Niet toegestaan voor andere origins',
  'No such check': 'Deze test bestaat niet',
  'No such probe': 'Deze controle bestaat niet',
  'Nothing is here': 'Hier is niets',
  'The method is not allowed here': 'Deze methode is hier niet toegestaan',
  'The request body came too slowly': 'De body van het verzoek kwam te langzaam',
  'No message can be released': 'Geen bericht kan worden vrijgegeven',
  'The request body is too large': 'De body van het verzoek is te groot',
  'This cannot be probed': 'Dit is niet te controleren',
  'Too many requests': 'Te veel verzoeken',
  'Too much is watched': 'Er wordt te veel gevolgd',
  'Something went wrong on the server': 'Er ging iets mis op de server',
  'The store cannot be used': 'De opslag is niet bruikbaar',
  'The server is full': 'De server zit vol',
  'The report could not be read': 'Het rapport was niet leesbaar',
  'Too many probes at the same time': 'Te veel controles tegelijk',
  'This address knows only {1}.': 'Dit adres kent alleen {1}.',
  'This is for the operator, at ADMIN_HOST and ADMIN_PORT (8081) of this server.':
    'Dit is voor de beheerder, op ADMIN_HOST en ADMIN_PORT (8081) van deze server.',
  'This address does not exist.': 'Dit adres bestaat niet.',
  'There is no such page.': 'Deze pagina bestaat niet.',
  'There is no guide for that system.': 'Voor dat systeem is er geen handleiding.',
  'The address or a header of the request is malformed.':
    'Het adres of een header van het verzoek is misvormd.',
  'The error was logged. Please try again later.': 'De fout is gelogd. Probeer het later opnieuw.',
  'No check has this token: it was mistyped, or the check has expired.':
    'Geen test heeft dit token: het is verkeerd getypt, of de test is verlopen.',
  'No probe has this id: it was mistyped, or the result was deleted to make room for newer ones.':
    'Geen controle heeft deze id: die is verkeerd getypt, of het resultaat maakte plaats voor nieuwere.',
  'One connection may watch 20 checks and probes.': 'Eén verbinding mag 20 tests en controles volgen.',
  'Your address watches as many checks and probes as it may. Please try again later.':
    'Je adres volgt zoveel tests en controles als het mag. Probeer het later opnieuw.',
  'Your network watches as many checks and probes as it may. Please try again later.':
    'Je netwerk volgt zoveel tests en controles als het mag. Probeer het later opnieuw.',
  'The database cannot be used right now, for example because the disk is full. Please try again later.':
    'De database is nu niet bruikbaar, bijvoorbeeld omdat de schijf vol is. Probeer het later opnieuw.',
  'As many live connections and watches are open as this server takes. Please try again later.':
    'Deze server heeft zoveel live verbindingen als hij aankan. Probeer het later opnieuw.',
  'The refusal was seen at the host of the classic addresses, which all checks share: only the per-check addresses can be released.':
    'De weigering was te zien bij de host van de klassieke adressen, die alle tests delen: alleen de adressen van één test zijn vrij te geven.',
  'No refusal at the host with broken DANE was seen yet.':
    'Bij de host met ongeldige DANE was nog geen weigering te zien.',
  'Too many requests from this address send their body now. Please try again later.':
    'Er sturen nu te veel verzoeken vanaf dit adres hun body. Probeer het later opnieuw.',
  'Too many requests from this network send their body now. Please try again later.':
    'Er sturen nu te veel verzoeken vanaf dit netwerk hun body. Probeer het later opnieuw.',
  'As many requests send their body now as this server takes. Please try again later.':
    'Er sturen nu zoveel verzoeken hun body als deze server aankan. Probeer het later opnieuw.',
  'The request body came too slowly.': 'De body van het verzoek kwam te langzaam.',
  'A request body may have at most {1} bytes.': 'De body van een verzoek mag hoogstens {1} bytes hebben.',
  'The request body is not JSON.': 'De body van het verzoek is geen JSON.',
  'At most {1} a minute are answered for {2}; try again in {3} s.':
    'Voor {2} worden er hoogstens {1} per minuut beantwoord; probeer het over {3} s opnieuw.',
  'Only the pages of this server may open live connections.':
    'Alleen de pagina’s van deze server mogen live verbindingen openen.',
  'Enter a domain, such as example.org.': 'Vul een domein in, zoals example.org.',
  'Enter the domain alone, without what stands before the @.':
    'Vul alleen het domein in, zonder het deel vóór de @.',
  'Enter the domain alone, such as example.org, and not a URL.':
    'Vul alleen het domein in, zoals example.org, geen URL.',
  'Addresses are not probed: enter the domain that mail is sent to.':
    'Adressen worden niet gecontroleerd: vul het domein in waar mail naartoe gaat.',
  'A domain has at most {1} characters.': 'Een domein heeft hoogstens {1} tekens.',
  'This is not the name of a domain: it has letters, digits, hyphens and dots, such as example.org.':
    'Dit is geen domeinnaam: die bestaat uit letters, cijfers, koppeltekens en punten, zoals example.org.',
  'Enter the whole domain: a single word has no mail servers.':
    'Vul het hele domein in: één woord heeft geen mailservers.',
  'Many other domains are waiting to be probed. Try again soon.':
    'Veel andere domeinen wachten op hun controle. Probeer het straks opnieuw.',
  'Many probes from your {1} are still waiting. Try again soon.':
    'Veel controles van hier wachten nog. Probeer het straks opnieuw.',
  'The request body has to be an object with a "domain", such as example.org.':
    'De body van het verzoek moet een object met een “domain” zijn, zoals example.org.',
  'your address': 'je adres',
  'your network': 'je netwerk',
};
