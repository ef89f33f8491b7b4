/** The mail server that mail to the operator is handed to, as a URL: `smtp://relay.example:587`, `smtps://user:password@…`. */
import { hostOfUrl } from '#text';

export interface Relay {
  readonly host: string;
  readonly port: number;
  /** True: TLS from the first octet (smtps). False: STARTTLS when the server offers it, and always before a password. */
  readonly implicitTls: boolean;
  /** Null: nobody logs in. */
  readonly login: { readonly user: string; readonly password: string } | null;
}

const DEFAULT_PORTS = { 'smtp:': 25, 'smtps:': 465 } as const;

/** Null for what is no such URL; why is not told, because the text may hold a password. */
export function parseRelayUrl(text: string): Relay | null {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : null;
  if (url === null || (url.protocol !== 'smtp:' && url.protocol !== 'smtps:')) return null;
  const { username, password, pathname, search, hash } = url;
  const rest = `${pathname === '/' ? '' : pathname}${search}${hash}`;
  if (url.hostname === '' || rest !== '' || (username === '') !== (password === '')) return null;
  try {
    return {
      host: hostOfUrl(url),
      port: url.port === '' ? DEFAULT_PORTS[url.protocol] : Number(url.port),
      implicitTls: url.protocol === 'smtps:',
      login:
        username === ''
          ? null
          : { user: decodeURIComponent(username), password: decodeURIComponent(password) },
    };
  } catch {
    // A percent sign that encodes nothing.
    return null;
  }
}
