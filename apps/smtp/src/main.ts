/** The process of the receiver: SIGHUP reads the certificates again at once; by itself it looks for others. */
import 'reflect-metadata';

import { collectSeldom, runProcess, startContext } from '#process';

import { hostsOf } from './receiver/create-receiver.js';
import { ListenError } from './receiver/listen.js';
import { ReceiverService } from './receiver.service.js';
import { SmtpModule } from './smtp.module.js';
import { CertificateFileError } from './tls/certificate-files.js';
import { workerCount } from './workers/worker-count.js';
import { shareOf, sharedBy } from './workers/worker.js';
import { WorkerError, Workers } from './workers/workers.js';

collectSeldom();

/** Null unless another process listens for this one. */
const workers = sharedBy(process.argv.slice(2));

await runProcess({
  name: 'smtp',
  start: async (config, logger) => {
    const count = workerCount(config.smtp.workers);
    if (workers === null && count > 1) return new Workers(config, logger, count).start(hostsOf(config));
    const module = SmtpModule.forRoot(shareOf(config, workers ?? 1), logger, workers !== null);
    const app = await startContext(module, logger);
    return {
      close: () => app.close(),
      reloadCertificates: () => app.get(ReceiverService).reloadCertificates(),
    };
  },
  expected: [ListenError, CertificateFileError, WorkerError],
  reload: (app) => app.reloadCertificates(),
  // Messages on their way get ten seconds to finish.
  shutdownLimitMs: 20_000,
});
