import { Module } from '@nestjs/common';

import { PageController } from './page.controller.js';
import { ReaderController } from './reader.controller.js';

@Module({ controllers: [PageController, ReaderController] })
export class PageModule {}
