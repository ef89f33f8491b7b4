import { Module } from '@nestjs/common';

import { ScenarioStates } from './scenario-states.js';
import { ScenariosController } from './scenarios.controller.js';

@Module({ controllers: [ScenariosController], providers: [ScenarioStates], exports: [ScenarioStates] })
export class ScenariosModule {}
