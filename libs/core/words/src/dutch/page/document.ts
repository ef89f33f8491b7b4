import type { DocumentTexts } from '../../language.js';

export const document: DocumentTexts = {
  skip: 'Naar de inhoud',
  pages: 'Pagina’s',
  testSending: 'Verzenden',
  testReceiving: 'Ontvangen',
  scenarios: 'Scenario’s',
  help: 'Help',
  language: 'Taal',
  footer: 'HaveDane test hoe mailservers verzenden en ontvangen, volgens',
  about: 'Over deze installatie',
  apiDocs: 'API-documentatie',
  sendingTab: 'controleert je mailserver bij wie hij aflevert?',
  sendingTitle: 'Controleert je mailserver bij wie hij aflevert?',
  sendingLead:
    'Stuur één bericht. Je ziet, meestal binnen een paar seconden en met bewijs, of je server DANE afdwingt.',
  sendingDescription: 'Stuur één bericht en zie met bewijs of je mailserver DANE afdwingt (RFC 7672).',
  receivingTab: 'ontvangt je mailserver veilig?',
  receivingTitle: 'Ontvangt je mailserver veilig?',
  receivingDescription:
    'Vul een maildomein in en zie stap voor stap of de mailservers zijn wat DNSSEC en DANE (RFC 7672) verzenders beloven.',
  sendingWithoutScript:
    'Deze pagina toont resultaten live en heeft daar JavaScript voor nodig. Dezelfde test kan ook zonder, vanuit een terminal: vervang <code>https://HOST</code> door het adres van deze pagina.',
  startCheck: 'Start een test; in het antwoord staan het token en de adressen:',
  sendToAll: 'Stuur één bericht naar alle adressen, vanaf de mailserver die je wilt testen:',
  readVerdict: 'Lees de uitslag en alle waarnemingen:',
  receivingWithoutScript:
    'Deze pagina toont resultaten live en heeft daar JavaScript voor nodig. Dezelfde controle kan ook zonder, vanuit een terminal: vervang <code>https://HOST</code> door het adres van deze pagina en <code>example.org</code> door het domein.',
  startProbe: 'Start een controle; in het antwoord staat het id:',
  readProbe: 'Lees het resultaat zodra de status <code>done</code> is:',
};
