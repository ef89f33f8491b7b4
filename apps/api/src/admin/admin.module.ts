import { Module } from '@nestjs/common';

import { HealthModule } from '../health/health.module.js';
import { MetricsModule } from '../metrics/metrics.module.js';
import { AdminServer } from './admin-server.js';

@Module({ imports: [HealthModule, MetricsModule], providers: [AdminServer] })
export class AdminModule {}
