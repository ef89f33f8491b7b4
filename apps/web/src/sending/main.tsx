import { start } from '../shared/start.js';
import { SendingApp } from './sending-app.js';

void start(<SendingApp />, {
  en: () => import('./languages/en.js'),
  de: () => import('./languages/de.js'),
  nl: () => import('./languages/nl.js'),
});
