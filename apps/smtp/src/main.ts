/** The process of the receiver: SIGHUP reads the certificates again at once; by itself it looks for others. */
import 'reflect-metadata';

import { runProcess, startContext } from '#process';

import { ListenError } from './receiver/listen.js';
import { ReceiverService } from './receiver.service.js';
import { SmtpModule } from './smtp.module.js';
import { CertificateFileError } from './tls/certificate-files.js';

await runProcess({
  name: 'smtp',
  start: (config, logger) => startContext(SmtpModule.forRoot(config, logger), logger),
  expected: [ListenError, CertificateFileError],
  reload: (app) => app.get(ReceiverService).reloadCertificates(),
  // Messages on their way get ten seconds to finish.
  shutdownLimitMs: 20_000,
});
