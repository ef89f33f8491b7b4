import { render } from 'preact';

import { ReceivingApp } from './receiving-app.js';

const root = document.getElementById('page');
if (root === null) throw new Error('probe.html has no #page');
render(<ReceivingApp />, root);
