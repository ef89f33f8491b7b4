/**
 * The one place that imports the smtp-server package. It speaks SMTP; what it keeps to itself, and the receiver needs as
 * evidence or for its limits, is added by the two subclasses in receiver-server.ts and receiver-connection.ts.
 * They override methods that the package declares but does not document, so its version is pinned by the lockfile and
 * each override is held by an integration test.
 */
export { SMTPServer } from 'smtp-server';
export { SMTPConnection } from 'smtp-server/lib/smtp-connection.js';
