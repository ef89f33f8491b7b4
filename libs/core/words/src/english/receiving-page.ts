/** The texts of the page that probes; `ReceivingTexts`, the type for the other languages, is made of them. */
import { mailServer } from './page/mail-server.js';
import { receiving } from './page/receiving.js';
import { shared } from './page/shared.js';
import { PROBE_CONCLUSIONS } from './probe.js';

export const ENGLISH_RECEIVING = { shared, receiving, mailServer, conclusions: PROBE_CONCLUSIONS };
