/** Healthy: somebody listens on the socket for the name server. */
import { connect } from 'node:net';

const socket = connect({ path: process.env.DNSTAP_SOCKET, timeout: 5000 });
socket.on('timeout', () => process.exit(1));
socket.on('error', () => process.exit(1));
socket.once('connect', () => process.exit(0));
