import { Module } from '@nestjs/common';

import { MetricsModule } from '../metrics/metrics.module.js';
import { CheckChanges } from './check-changes.js';
import { ChecksController } from './checks.controller.js';
import { ChecksService } from './checks.service.js';
import { RetentionJob } from './retention.job.js';

@Module({
  imports: [MetricsModule],
  controllers: [ChecksController],
  providers: [CheckChanges, ChecksService, RetentionJob],
  exports: [CheckChanges, ChecksService],
})
export class ChecksModule {}
