/** The services that speak SMTP, by the names under which they are registered (RFC 6335, RFC 8314). */
const SERVICES: Readonly<Record<string, number>> = {
  smtp: 25,
  submission: 587,
  submissions: 465,
  smtps: 465,
};

/** A port from its number or the name of its service; null for anything else. */
export function parsePort(text: string): number | null {
  const named = SERVICES[text.toLowerCase()];
  if (named !== undefined) return named;
  if (!/^\d{1,5}$/.test(text)) return null;
  const port = Number(text);
  return port >= 1 && port <= 65_535 ? port : null;
}
