/** `GET /healthz`: answered only when the store works; otherwise a problem. */
import { z } from 'zod';

export const healthBody = z.object({ status: z.literal('ok') });

export type HealthBody = z.infer<typeof healthBody>;
