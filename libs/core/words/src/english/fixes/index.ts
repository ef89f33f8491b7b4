import type { FixGuide, FixSystem } from '../../fix-guide.js';
import { exchangeOnline, exchangeServer } from './exchange.js';
import { exim } from './exim.js';
import { gmailHosted } from './hosted.js';
import { halon, kumomta, maddy, stalwart } from './modern.js';
import { postfix } from './postfix.js';
import { resolver } from './resolver.js';
import { opensmtpd, sendmail } from './unix.js';

export const FIXES: Readonly<Record<FixSystem, FixGuide>> = {
  postfix,
  exim,
  'exchange-online': exchangeOnline,
  'exchange-server': exchangeServer,
  sendmail,
  opensmtpd,
  stalwart,
  kumomta,
  maddy,
  halon,
  'gmail-hosted': gmailHosted,
  resolver,
};
