import { render } from 'preact';

import { ReceivingApp } from './receiving-app.js';

const root = document.getElementById('page');
if (root === null) throw new Error('probe.html has no #page');
// In place of what was there before the script.
root.replaceChildren();
render(<ReceivingApp />, root);
