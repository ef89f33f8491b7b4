import { render } from 'preact';

import { SendingApp } from './sending-app.js';

const root = document.getElementById('page');
if (root === null) throw new Error('index.html has no #page');
// In place of what was there before the script.
root.replaceChildren();
render(<SendingApp />, root);
