import { Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';

import { AllowedMethods } from './allowed-methods.js';
import { ProblemFilter } from './problem.filter.js';

@Module({ providers: [AllowedMethods, { provide: APP_FILTER, useClass: ProblemFilter }] })
export class ProblemModule {}
