import { Module } from '@nestjs/common';

import { ScenariosModule } from '../scenarios/scenarios.module.js';
import { PageController } from './page.controller.js';
import { ReaderController } from './reader.controller.js';

@Module({ imports: [ScenariosModule], controllers: [PageController, ReaderController] })
export class PageModule {}
