/** What a rollover was asked to do. It is stored, so that a later run needs no options to go on. */
import { z } from 'zod';

const path = z.string().min(1);

const server = z
  .object({
    kind: z.literal('server'),
    host: z.string().min(1),
    ports: z.array(z.number().int().min(1).max(65_535)).min(1).readonly(),
    /** What the server loads. */
    cert: path,
    /** Null: in the file of the certificate, or not looked at. */
    key: path.nullable(),
    /** The renewed one, in another file. */
    nextCert: path,
    nextKey: path.nullable(),
    /** For /bin/sh -c. */
    reload: z.string().min(1),
    /** Each key by its own record, or the key and its issuer (RFC 7671 §8.1, §8.2). */
    scheme: z.enum(['3-1-1', '3-1-1+2-1-1']),
    /** Where the records are, when they are not at `_PORT._tcp.HOST`. */
    tlsaName: z.string().min(1).nullable(),
  })
  .readonly();

/** The key and the certificates of this instance of HaveDane. */
const appliance = z.object({ kind: z.literal('appliance'), domain: z.string().min(1) }).readonly();

export const rolloverOptionsSchema = z
  .object({
    target: z.discriminatedUnion('kind', [server, appliance]),
    /** Of records at a name that has none yet, in seconds. */
    ttl: z.number().int().positive(),
    /** What caches may still remember, in seconds, although the records have less by now. */
    leastTtl: z.number().int().positive().optional(),
    /** The data of records that stay whatever is served, in presentation format as `formatTlsa` writes it. */
    keep: z.array(z.string()).readonly(),
    /** Of the addresses that are asked and connected to; both unless given. */
    families: z
      .array(z.union([z.literal(4), z.literal(6)]))
      .readonly()
      .optional(),
  })
  .readonly();

export type RolloverOptions = z.infer<typeof rolloverOptionsSchema>;

/** Records at a name that was given may describe what other hosts present, which lead there by an alias: nobody looks at them here. */
export function isShared({ target }: RolloverOptions): boolean {
  return target.kind === 'server' && target.tlsaName !== null;
}
