import type { ProbeFindingTexts } from '../../language.js';

const joined = (names: readonly string[]): string => names.join(', ');

export const serverFindings = {
  unreachable: {
    text: ({ host, port }) => `Geen van de adressen van ${host} neemt mail aan op poort ${port}.`,
    advice:
      'Controleer of de server draait en daar luistert, en of aan geen van beide kanten een firewall de poort blokkeert.',
  },
  'address-unreachable': {
    text: ({ place, detail }) => `Geen verbinding met poort ${place.port} van ${place.address}: ${detail}.`,
    advice:
      'Haal het adres uit DNS als daar niets luistert: verzenders verliezen er tijd mee voordat ze het volgende proberen.',
  },
  'address-forbidden': {
    text: ({ place }) => `${place.address} is geen publiek adres; deze test maakt er geen verbinding mee.`,
    advice: 'Publiceer het publieke adres van de host.',
  },
  'prober-without-ipv6': {
    text: () => 'Deze machine heeft geen IPv6; IPv6-adressen zijn niet getest.',
    advice: 'Test ook vanaf een machine met IPv6: verzenders die het hebben geven er de voorkeur aan.',
  },
  'mx-not-public': {
    text: ({ host, addresses, isEverywhere }) =>
      `${host} ${isEverywhere ? 'heeft geen publiek adres, alleen' : 'heeft ook adressen die niet publiek zijn:'} ${joined(addresses)}. Verzenders op internet kunnen daar niet afleveren.`,
    advice: ({ isInternal }) =>
      isInternal
        ? null
        : 'Publiceer alleen publieke adressen. Ziet alleen dit netwerk ze, test dan van buitenaf; komt mail alleen uit dit netwerk, test dan met `--internal`.',
  },
  'not-looked-at': {
    text: ({ place, detail }) => `${place.address} (${place.host}) is niet getest: ${detail}.`,
    advice: null,
  },
  'left-out': {
    text: ({ what, most, names }) =>
      `Eén test controleert hoogstens ${most} ${what}. Niet getest: ${joined(names)}.`,
    advice: null,
  },
  'connections-used-up': {
    text: ({ most, hosts }) =>
      `Eén test opent hoogstens ${most} verbindingen, en maar enkele naar één adres. Niet of maar deels getest: ${joined(hosts)}.`,
    advice: null,
  },
  'not-served': {
    text: ({ place, detail }) => `De server op ${place.address} neemt van hier geen mail aan: hij ${detail}.`,
    advice:
      'Misschien staat het adres van deze test op een blocklist of wordt het gegreylist; servers met TLSA-records mogen dat niet vóór STARTTLS doen.',
  },
  'server-silent': {
    text: ({ place, detail }) =>
      `De server op ${place.address} is te traag voor deze test: hij ${detail}. Verzenders mogen op elk antwoord 5 minuten wachten.`,
    advice:
      'Controleer of de server draait en niet overbelast is. Is hij met opzet traag, test dan met een langere `--connect-timeout`.',
  },
  'reply-slow': {
    text: ({ place, to, seconds }) =>
      `De server op ${place.address} doet er ${seconds} s over om ${to === null ? 'zich te melden' : `op ${to} te antwoorden`}. Verzenders mogen 5 minuten wachten, maar sommige geven eerder op.`,
    advice: 'Als de vertraging spammers moet afschrikken, houd die dan onder 10 s.',
  },
  'no-starttls': {
    text: ({ place, refusal, isPromised }) =>
      refusal === null
        ? `De server op ${place.address} biedt geen STARTTLS aan${isPromised ? ', terwijl zijn TLSA-records dat beloven' : ''}.`
        : `De server op ${place.address} biedt STARTTLS aan, maar begint niet met TLS: ${refusal}.`,
    advice:
      'Geef de server een certificaat en zet STARTTLS aan voor elke client. Ook een firewall onderweg kan het verwijderen.',
  },
  'tls-failed': {
    text: ({ place, detail }) => `De TLS-handshake met ${place.address} is mislukt: ${detail}.`,
    advice: 'Kijk in het log van de server en controleer de bestanden met certificaat en sleutel.',
  },
  'starttls-injection': {
    text: ({ place, bytes }) =>
      `De server op ${place.address} stuurde na zijn antwoord op STARTTLS ${bytes} bytes onversleuteld: een onvoorzichtige client ziet ze aan voor een deel van de versleutelde sessie.`,
    advice: 'Werk de server bij, of de proxy ervoor: na dat antwoord mag alleen TLS volgen.',
  },
  'tls-outdated': {
    text: ({ place, version }) =>
      `De server op ${place.address} kan niets nieuwers dan ${version}; dat is verouderd, en veel verzenders weigeren het.`,
    advice: 'Zet TLS 1.2 en 1.3 aan.',
  },
  'second-handshake-failed': {
    text: ({ place, kind, detail }) =>
      `Niet vast te stellen of ${place.address} ook een ${kind}-certificaat heeft: ${detail}.`,
    advice: null,
  },
  interrupted: {
    text: () => 'De test eindigde voortijdig: wat volgt is onvolledig.',
    advice: null,
  },
} satisfies Partial<ProbeFindingTexts>;
