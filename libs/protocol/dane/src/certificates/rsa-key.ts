import { generateKeyPair } from 'node:crypto';

/** A new RSA private key as PKCS #8 PEM, made by OpenSSL: node-forge's own generator takes seconds. */
export function createRsaKey(bits: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = {
      modulusLength: bits,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    } as const;
    generateKeyPair('rsa', options, (error, _publicKey, privateKey) =>
      error === null ? resolve(privateKey) : reject(error),
    );
  });
}
