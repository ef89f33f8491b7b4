import { Module } from '@nestjs/common';

import { ChecksModule } from '../checks/checks.module.js';
import { MetricsModule } from '../metrics/metrics.module.js';
import { SecurityModule } from '../security/security.module.js';
import { Forwarder } from './mail/forwarder.js';
import { OperatorMailJob } from './mail/operator-mail.job.js';
import { OperatorMetrics } from './operator-metrics.js';
import { PostedReportsService } from './reports/posted-reports.service.js';
import { ReportMailService } from './reports/report-mail.service.js';
import { TlsReportsService } from './reports/tls-reports.service.js';
import { TlsrptController } from './reports/tlsrpt.controller.js';

/** Mail to whoever runs the instance, and the reports on TLS that mail systems send (RFC 8460). */
@Module({
  imports: [ChecksModule, MetricsModule, SecurityModule],
  controllers: [TlsrptController],
  providers: [
    OperatorMetrics,
    TlsReportsService,
    PostedReportsService,
    ReportMailService,
    Forwarder,
    OperatorMailJob,
  ],
})
export class OperatorModule {}
