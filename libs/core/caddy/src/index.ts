export { withSnippets } from './caddy-sites.js';
export { CaddyCertificates, type PublicCertificate } from './caddy-certificates.js';
export { outagesIn } from './served-times.js';
export { handshakeInMemory } from './handshake-in-memory.js';
