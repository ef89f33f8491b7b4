import { Module } from '@nestjs/common';

import { MetricsModule } from '../metrics/metrics.module.js';
import { ScenariosModule } from '../scenarios/scenarios.module.js';
import { SecurityModule } from '../security/security.module.js';
import { CheckChanges } from './check-changes.js';
import { CheckImagesController } from './check-images.controller.js';
import { CheckMailController } from './check-mail.controller.js';
import { ChecksController } from './checks.controller.js';
import { ChecksService } from './checks.service.js';
import { PolicyOutages } from './policy-outages.js';
import { Outcomes } from './outcomes.js';
import { RetentionJob } from './retention.job.js';
import { KnownFetches } from './systems/known-fetches.js';
import { KnownSessions } from './systems/known-sessions.js';
import { SystemsService } from './systems/systems.service.js';

@Module({
  imports: [MetricsModule, ScenariosModule, SecurityModule],
  controllers: [ChecksController, CheckMailController, CheckImagesController],
  providers: [
    CheckChanges,
    ChecksService,
    Outcomes,
    PolicyOutages,
    RetentionJob,
    KnownFetches,
    KnownSessions,
    SystemsService,
  ],
  exports: [CheckChanges, ChecksService, KnownSessions],
})
export class ChecksModule {}
