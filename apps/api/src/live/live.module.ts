import { Module } from '@nestjs/common';

import { ChecksModule } from '../checks/checks.module.js';
import { MetricsModule } from '../metrics/metrics.module.js';
import { SecurityModule } from '../security/security.module.js';
import { FeedListener } from './feed.listener.js';
import { LiveGateway } from './live.gateway.js';
import { SocketAdmission } from './socket-admission.js';
import { WatchedChecks } from './watched-checks.js';

@Module({
  imports: [ChecksModule, MetricsModule, SecurityModule],
  providers: [FeedListener, LiveGateway, SocketAdmission, WatchedChecks],
})
export class LiveModule {}
