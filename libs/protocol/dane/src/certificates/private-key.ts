import { generateKeyPair } from 'node:crypto';

/** The kind of a key, and for RSA its size. `ecdsa` is on the curve P-256. */
export type KeyRequest = { readonly kind: 'rsa'; readonly bits: number } | { readonly kind: 'ecdsa' };

const ENCODING = {
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
} as const;

/** A new private key as PKCS #8 PEM, made by OpenSSL: node-forge's own generator takes seconds. */
export function createPrivateKey(request: KeyRequest): Promise<string> {
  return new Promise((resolve, reject) => {
    const done = (error: Error | null, _publicKey: string, privateKey: string): void =>
      error === null ? resolve(privateKey) : reject(error);
    if (request.kind === 'rsa') generateKeyPair('rsa', { modulusLength: request.bits, ...ENCODING }, done);
    else generateKeyPair('ec', { namedCurve: 'P-256', ...ENCODING }, done);
  });
}
