import { Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';

import { UnknownPage } from '../page/unknown-page.js';
import { AllowedMethods } from './allowed-methods.js';
import { ProblemFilter } from './problem.filter.js';

@Module({ providers: [AllowedMethods, UnknownPage, { provide: APP_FILTER, useClass: ProblemFilter }] })
export class ProblemModule {}
