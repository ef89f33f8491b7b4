import { start } from '../shared/start.js';
import { ReceivingApp } from './receiving-app.js';

void start(<ReceivingApp />, {
  en: () => import('./languages/en.js'),
  de: () => import('./languages/de.js'),
  nl: () => import('./languages/nl.js'),
});
