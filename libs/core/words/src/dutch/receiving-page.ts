import type { ReceivingTexts } from '../language.js';
import { mailServer } from './page/mail-server.js';
import { receiving } from './page/receiving.js';
import { shared } from './page/shared.js';
import { PROBE_CONCLUSIONS } from './probe.js';

export const DUTCH_RECEIVING: ReceivingTexts = {
  shared,
  receiving,
  mailServer,
  conclusions: PROBE_CONCLUSIONS,
};
