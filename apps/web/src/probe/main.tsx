import { render } from 'preact';

import { ProbeApp } from './probe-app.js';

const root = document.getElementById('page');
if (root === null) throw new Error('probe.html has no #page');
render(<ProbeApp />, root);
