import { Module } from '@nestjs/common';

import { ScenarioCertificates } from './scenario-certificates.js';
import { ScenarioStates } from './scenario-states.js';
import { ScenariosController } from './scenarios.controller.js';

@Module({
  controllers: [ScenariosController],
  providers: [ScenarioCertificates, ScenarioStates],
  exports: [ScenarioStates],
})
export class ScenariosModule {}
