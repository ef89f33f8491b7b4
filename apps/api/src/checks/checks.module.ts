import { Module } from '@nestjs/common';

import { MetricsModule } from '../metrics/metrics.module.js';
import { ChecksController } from './checks.controller.js';
import { ChecksService } from './checks.service.js';
import { RetentionJob } from './retention.job.js';

@Module({
  imports: [MetricsModule],
  controllers: [ChecksController],
  providers: [ChecksService, RetentionJob],
  exports: [ChecksService],
})
export class ChecksModule {}
