/** `RFC 7672 §2.2` as a link to that section; null where the text is not of that form. */
export function rfcLink(reference: string): string | null {
  const match = /^RFC (\d+)(?: §([\d.]*\d))?$/.exec(reference);
  if (match === null) return null;
  const [, number, section] = match;
  return `https://www.rfc-editor.org/rfc/rfc${number}${section === undefined ? '' : `#section-${section}`}`;
}
