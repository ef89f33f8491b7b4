import { Module } from '@nestjs/common';

import { FixesController } from './fixes.controller.js';

@Module({ controllers: [FixesController] })
export class FixesModule {}
