import { Module } from '@nestjs/common';

import { ChecksModule } from '../checks/checks.module.js';
import { MetricsModule } from '../metrics/metrics.module.js';
import { ProbesModule } from '../probes/probes.module.js';
import { SecurityModule } from '../security/security.module.js';
import { CheckController } from './check.controller.js';
import { FeedListener } from './feed.listener.js';
import { LiveGateway } from './live.gateway.js';
import { ProbesGateway } from './probes.gateway.js';
import { SocketAdmission } from './socket-admission.js';
import { WatchPlaces } from './watch-places.js';
import { WatchedChecks } from './watched-checks.js';
import { WatchedProbes } from './watched-probes.js';

@Module({
  imports: [ChecksModule, MetricsModule, ProbesModule, SecurityModule],
  controllers: [CheckController],
  providers: [
    FeedListener,
    LiveGateway,
    ProbesGateway,
    SocketAdmission,
    WatchPlaces,
    WatchedChecks,
    WatchedProbes,
  ],
})
export class LiveModule {}
