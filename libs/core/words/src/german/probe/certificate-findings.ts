import type { ProbeFindingTexts } from '../../language.js';

const joined = (names: readonly string[]): string => names.join(', ');

const DATES = 'DANE-EE ignoriert Gültigkeitsdaten, manche Absender nicht.';

const PRINTS_RECORD = '`havedane probe --suggest` gibt ihn aus';

function certificate(address: string, subject: string, depth: number): string {
  return depth === 0
    ? `Das Zertifikat von ${address}`
    : `„${subject}“, das ${address} mit seinem Zertifikat zeigt,`;
}

export const certificateFindings = {
  'tlsa-mismatch': {
    text: ({ place, reasons, senders }) =>
      [
        senders === null
          ? `Nichts, was ${place.address} zeigt, passt zu einem TLSA-Eintrag: Absender mit DANE stellen nicht zu.`
          : `Was ${place.address} zeigt, besteht vor seinen TLSA-Einträgen nicht, und Absender unterscheiden sich.`,
        ...(senders ?? []),
        ...reasons,
      ].join(' '),
    advice: `Veröffentlichen Sie jetzt einen TLSA-Eintrag für den aktuellen Schlüssel; ${PRINTS_RECORD}. Veröffentlichen Sie ihn beim nächsten Mal mindestens zwei TTLs vor dem Wechsel.`,
  },
  'second-certificate-unpublished': {
    text: ({ place, kind, senders }) =>
      senders === null
        ? `${place.address} hat auch ein ${kind}-Zertifikat, und kein TLSA-Eintrag passt dazu: Absender, die ${kind} bevorzugen, stellen nicht zu.`
        : `${place.address} hat auch ein ${kind}-Zertifikat, das vor den TLSA-Einträgen nicht besteht. Bekommt ein Absender dieses: ${senders.join(' ')}`,
    advice:
      'Veröffentlichen Sie für jedes Zertifikat einen 3-1-1-Eintrag, oder zeigen Sie nur das eine, zu dem es einen gibt.',
  },
  'tlsa-unusable': {
    text: ({ name }) =>
      `Keiner der TLSA-Einträge unter ${name} ist brauchbar: Absender verlangen TLS, prüfen aber niemanden.`,
    advice: 'Veröffentlichen Sie einen 3-1-1-Eintrag. SMTP nutzt die Usages 0 und 1 nicht.',
  },
  'tlsa-record-unusable': {
    text: ({ record, reason }) => `Der TLSA-Eintrag „${record}“ ist unbrauchbar. ${reason}`,
    advice: 'Entfernen Sie den Eintrag, oder ersetzen Sie ihn durch einen 3-1-1-Eintrag.',
  },
  'tlsa-record-unmatched': {
    text: ({ record, reason }) => `Der TLSA-Eintrag „${record}“ passt zu nichts, was gezeigt wird. ${reason}`,
    advice: 'Das ist in Ordnung, wenn es Ihr voriger oder nächster Schlüssel ist; sonst entfernen Sie ihn.',
  },
  'certificate-expired': {
    text: ({ place, notAfter }) =>
      `Das Zertifikat von ${place.address} ist am ${notAfter} abgelaufen. ${DATES}`,
    advice:
      'Erneuern Sie das Zertifikat, mit demselben Schlüssel, wenn ein 3-1-1-Eintrag veröffentlicht ist.',
  },
  'certificate-not-yet-valid': {
    text: ({ place, subject, notBefore, depth }) =>
      `${certificate(place.address, subject, depth)} gilt erst ab ${notBefore}. ${DATES}`,
    advice: 'Prüfen Sie die Uhr des Rechners, der es ausgestellt hat.',
  },
  'certificate-expires-soon': {
    text: ({ place, subject, notAfter, depth, leftMs }) =>
      leftMs < 0
        ? `${certificate(place.address, subject, depth)} ist am ${notAfter} abgelaufen.`
        : `${certificate(place.address, subject, depth)} läuft am ${notAfter} ab.`,
    advice:
      'Erneuern Sie es. Mit demselben Schlüssel passt ein 3-1-1-Eintrag weiter; ein neuer Schlüssel braucht zuerst seinen Eintrag.',
  },
  'name-not-in-certificate': {
    text: ({ place, accepted }) =>
      `Das Zertifikat von ${place.address} enthält keinen der Namen ${joined(accepted)}. DANE-EE verlangt das nicht, DANE-TA und MTA-STS schon.`,
    advice: null,
  },
  'path-not-judged': {
    text: ({ place, detail }) =>
      `Ob die Zertifikate von ${place.address} zum Vertrauensanker führen, ließ sich nicht feststellen: ${detail}.`,
    advice:
      'Installieren Sie das Programm openssl, wo diese Prüfung läuft (unter Debian: apt-get install openssl).',
  },
  'senders-differ': {
    text: ({ place, reason, senders }) =>
      `Absender beurteilen die Zertifikate von ${place.address} verschieden: ${reason}. ${senders.join(' ')}`,
    advice:
      'Holen Sie das Zertifikat von einer CA, deren eigenes Zertifikat gültig und als CA gekennzeichnet ist, oder veröffentlichen Sie einen 3-1-1-Eintrag.',
  },
  'weak-key': {
    text: ({ place, key }) =>
      `Der Schlüssel von ${place.address} ist schwach (${key}): Manche Absender lehnen ihn ab.`,
    advice:
      'Erzeugen Sie einen neuen Schlüssel, RSA mit 2048 Bit oder ECDSA P-256, und veröffentlichen Sie seinen Eintrag, bevor Sie ihn nutzen.',
  },
  'ocsp-missing': {
    text: ({ place }) => `${place.address} heftet keine OCSP-Antwort an (Stapling).`,
    advice: 'Schalten Sie OCSP-Stapling ein; manche CAs bieten OCSP nicht mehr an.',
  },
  'ocsp-not-good': {
    text: ({ place, text }) =>
      `Die von ${place.address} angeheftete OCSP-Antwort ist nicht als gut bestätigt: ${text}`,
    advice: 'Prüfen Sie, wie der Server sie abruft; ersetzen Sie das Zertifikat, wenn es widerrufen wurde.',
  },
  'must-staple-missing': {
    text: ({ place }) =>
      `Das Zertifikat von ${place.address} verlangt eine angeheftete OCSP-Antwort (must-staple), aber der Server liefert keine: Clients, die das beachten, lehnen es ab.`,
    advice: 'Schalten Sie OCSP-Stapling ein, oder holen Sie ein Zertifikat ohne must-staple.',
  },
  'breaks-at-renewal': {
    text: ({ record, of, issuer = '', notAfter }) => {
      switch (of) {
        case 'key':
          return `Der TLSA-Eintrag „${record}“ gilt für den Schlüssel. Erzeugt die Erneuerung vor dem ${notAfter} einen neuen, wie certbot es standardmäßig tut, passt nichts mehr.`;
        case 'certificate':
          return `Der TLSA-Eintrag „${record}“ gilt für das ganze Zertifikat. Die Erneuerung vor dem ${notAfter} erzeugt ein anderes, und nichts passt mehr.`;
        case 'intermediate':
          return `Der TLSA-Eintrag „${record}“ gilt für das Zwischenzertifikat „${issuer}“. Die CA wählt für jedes Zertifikat eines von mehreren: Bringt die Erneuerung vor dem ${notAfter} ein anderes, passt der Eintrag nicht mehr.`;
      }
    },
    advice:
      'Veröffentlichen Sie 3 1 1 und behalten Sie beim Erneuern den Schlüssel (certbot: `--reuse-key`), oder veröffentlichen Sie den Eintrag für den nächsten Schlüssel zwei TTLs, bevor Sie ihn nutzen.',
  },
  'tlsa-record-well-known': {
    text: ({ record, what }) =>
      `Der TLSA-Eintrag „${record}“ ${what}: Er passt zu keinem aktuellen Zertifikat.`,
    advice: `Entfernen Sie ihn, und veröffentlichen Sie einen Eintrag für den genutzten Schlüssel; ${PRINTS_RECORD}.`,
  },
  'rollover-not-ready': {
    text: ({ text }) => text,
    advice:
      'Veröffentlichen Sie neben dem Eintrag für den aktuellen Schlüssel einen für den nächsten (3 1 1 + 3 1 1) oder einen für den Aussteller (3 1 1 + 2 1 1).',
  },
  'anchor-from-connection': {
    text: () =>
      'Die vorgeschlagenen 2-x-x-Einträge stammen aus dieser Verbindung: Ein Angreifer auf dem Weg könnte dort eine andere CA untergeschoben haben.',
    advice: 'Vergleichen Sie sie mit dem Zertifikat, das Ihre CA veröffentlicht, bevor Sie sie nutzen.',
  },
} satisfies Partial<ProbeFindingTexts>;
