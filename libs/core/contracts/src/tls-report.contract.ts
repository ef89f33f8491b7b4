import { z } from 'zod';

export const tlsReportReceiptBody = z
  .strictObject({
    outcome: z
      .enum(['stored', 'duplicate', 'malformed'])
      .describe('What became of the report; `malformed`: it is kept for the operator.'),
    reason: z.string().nullable().describe('Why the report cannot be read; null when it can.'),
  })
  .describe('The answer to a TLS report.');

export type TlsReportReceiptBody = z.infer<typeof tlsReportReceiptBody>;
