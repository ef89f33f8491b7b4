/** The program of a process that a test kills: makes certificates in the directory of its argument, over and over. */
import { generateCertificates } from '#certs';

const [dir = ''] = process.argv.slice(2);
const options = { domain: 'dane.example', dir, lifetimeDays: 1, rsaBits: 1024 };

await generateCertificates({ ...options, rotate: false });
process.stdout.write('ready\n');
for (;;) await generateCertificates({ ...options, rotate: true });
