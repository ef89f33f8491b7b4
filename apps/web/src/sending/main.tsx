import { render } from 'preact';

import { SendingApp } from './sending-app.js';

const root = document.getElementById('page');
if (root === null) throw new Error('index.html has no #page');
render(<SendingApp />, root);
