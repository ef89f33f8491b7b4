/**
 * What strangers wrote, fit for a terminal: without control and format characters, by which a message could recolour the
 * screen, hide a line or, with some terminals, type commands. Line ends and tabs stay where `keepLines` is set.
 */
export function terminalText(text: string, { keepLines = false } = {}): string {
  const lines = keepLines ? text.replaceAll('\r\n', '\n') : text;
  return lines.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (char) =>
    keepLines && (char === '\n' || char === '\t') ? char : '\uFFFD',
  );
}
