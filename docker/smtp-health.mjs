/** Healthy: the receiver greets, on the first address that it listens on. */
import { connect } from 'node:net';

const WILDCARDS = { '0.0.0.0': '127.0.0.1', '::': '127.0.0.1' };
const [first] = process.env.SMTP_HOST.split(',').map((host) => host.trim());
const socket = connect({
  host: WILDCARDS[first] ?? first,
  port: Number(process.env.SMTP_PORT),
  timeout: 5000,
});
socket.on('timeout', () => process.exit(1));
socket.on('error', () => process.exit(1));
socket.once('data', (greeting) => {
  const healthy = greeting.toString().startsWith('220 ');
  socket.end('QUIT\r\n', () => process.exit(healthy ? 0 : 1));
});
