/**
 * The certificates that Caddy gets from an ACME authority (RFC 8555) and renews, as it keeps them: for each name
 * `certificates/AUTHORITY/NAME/NAME.crt` and `NAME.key`. One counts only when a client that trusts public authorities accepts it:
 * an authority for tests, or Caddy's own, serves nobody.
 */
import { X509Certificate } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';

import { namesIn, readTextFile } from '#files';

import { handshakeInMemory } from './handshake-in-memory.js';

export interface PublicCertificate {
  readonly key: string;
  /** With what leads to its authority. */
  readonly cert: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

interface Found {
  /** Of its files: another text once they are others. */
  readonly identity: string;
  /** Null where the files could not be used. */
  readonly certificate: PublicCertificate | null;
}

export class CaddyCertificates {
  /** Each as it could be used last. */
  private readonly good = new Map<string, PublicCertificate>();
  private readonly found = new Map<string, ReadonlyMap<string, Found>>();

  /**
   * @param dir Caddy's storage
   * @param names those that it is asked for
   */
  constructor(
    private readonly dir: string,
    private readonly names: readonly string[],
    /** PEM of the authorities to trust instead of those of Node and in NODE_EXTRA_CA_CERTS. */
    private readonly authorities?: string,
  ) {}

  /**
   * Looks at the files, and reads those that are others than before; what cannot be used leaves what was there. Answers the names that
   * have another certificate now. Rejects when the storage cannot be read at all.
   */
  async look(): Promise<readonly string[]> {
    const authorities = await namesIn(join(this.dir, 'certificates'));
    const changed: string[] = [];
    for (const name of this.names) {
      const latest = await this.latest(name, authorities);
      if (latest === undefined || latest === this.good.get(name)) continue;
      this.good.set(name, latest);
      changed.push(name);
    }
    return changed;
  }

  /** Null where there is none, or the last one has expired. */
  get(name: string): PublicCertificate | null {
    const known = this.good.get(name);
    return known === undefined || known.expiresAt <= Date.now() ? null : known;
  }

  /** Caddy goes to another authority where the first fails: the one that is valid for longest is its last. */
  private async latest(name: string, authorities: readonly string[]): Promise<PublicCertificate | undefined> {
    const before = this.found.get(name);
    const found = new Map<string, Found>();
    for (const authority of authorities) {
      const files = join(this.dir, 'certificates', authority, name, name);
      const identity = await identityOf(files);
      if (identity === null) continue;
      const known = before?.get(authority);
      // One that could not be used is tried again: its files may be replaced one after the other, or its time has not come yet.
      const isSame = known?.identity === identity && known.certificate !== null;
      found.set(authority, isSame ? known : { identity, certificate: await this.read(files, name) });
    }
    this.found.set(name, found);
    return [...found.values()]
      .flatMap(({ certificate }) => certificate ?? [])
      .toSorted((one, other) => other.expiresAt - one.expiresAt)[0];
  }

  /** Null where it cannot be used. */
  private async read(files: string, name: string): Promise<PublicCertificate | null> {
    try {
      const key = await readTextFile(`${files}.key`);
      const cert = await readTextFile(`${files}.crt`);
      const expiresAt = Date.parse(new X509Certificate(cert).validTo);
      await handshakeInMemory(createSecureContext({ key, cert }), {
        servername: name,
        ...(this.authorities === undefined ? {} : { ca: this.authorities }),
      });
      return { key, cert, expiresAt };
    } catch {
      return null;
    }
  }
}

async function identityOf(files: string): Promise<string | null> {
  const facts = await Promise.all(
    ['key', 'crt'].map((end) => stat(`${files}.${end}`, { bigint: true }).catch(() => null)),
  );
  if (facts.includes(null)) return null;
  return facts.map((one) => `${one?.ino}/${one?.size}/${one?.mtimeNs}/${one?.ctimeNs}`).join(' ');
}
