import type { ReaderTexts } from '../language.js';

export const shows: ReaderTexts['shows'] = {
  do: 'Der Server kann nicht an Hosts mit gültigem DANE zustellen, oder er stellt unverschlüsselt zu, obwohl DANE TLS verlangt.',
  dont: 'Beides ist gut: Ein Server, der ablehnt, verlangt offenbar DANE von jedem Host.',
  wrong: 'Der Server setzt DANE nicht durch: Er gibt Mail an einen Host, den TLSA-Einträge ausschließen.',
};
