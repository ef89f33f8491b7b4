import { Module } from '@nestjs/common';

import { MetricsModule } from '../metrics/metrics.module.js';
import { SecurityModule } from '../security/security.module.js';
import { ActiveProbes, ProbeChanges } from './active-probes.js';
import { ProbeExecution } from './probe-execution.js';
import { ProbesController } from './probes.controller.js';
import { ProbesService } from './probes.service.js';

@Module({
  imports: [MetricsModule, SecurityModule],
  controllers: [ProbesController],
  providers: [ActiveProbes, ProbeChanges, ProbeExecution, ProbesService],
  exports: [ProbeChanges, ProbesService],
})
export class ProbesModule {}
