import { type DynamicModule, Module } from '@nestjs/common';

import { AdminModule } from './admin/admin.module.js';
import { ChecksModule } from './checks/checks.module.js';
import { type Core, CoreModule } from './core/core.module.js';
import { HealthModule } from './health/health.module.js';
import { ConnectionAdmission } from './http/connection-admission.js';
import { ConnectionDrain } from './http/connection-drain.js';
import { PipelinedRequests } from './http/pipelined-requests.js';
import { LiveModule } from './live/live.module.js';
import { MetricsModule } from './metrics/metrics.module.js';
import { OperatorModule } from './operator/operator.module.js';
import { PageModule } from './page/page.module.js';
import { PoliciesModule } from './policies/policies.module.js';
import { ProbesModule } from './probes/probes.module.js';
import { ProblemModule } from './problem/problem.module.js';
import { FixesModule } from './fixes/fixes.module.js';
import { ScenariosModule } from './scenarios/scenarios.module.js';
import { SecurityModule } from './security/security.module.js';

@Module({})
export class ApiModule {
  static of(core: Core): DynamicModule {
    return {
      module: ApiModule,
      imports: [
        CoreModule.of(core),
        ProblemModule,
        SecurityModule,
        MetricsModule,
        HealthModule,
        FixesModule,
        ScenariosModule,
        ChecksModule,
        ProbesModule,
        LiveModule,
        OperatorModule,
        PoliciesModule,
        AdminModule,
        PageModule,
      ],
      providers: [ConnectionAdmission, ConnectionDrain, PipelinedRequests],
    };
  }
}
