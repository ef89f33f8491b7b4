import { Module } from '@nestjs/common';

import { PolicyFetches } from './policy-fetches.js';
import { PolicyListener } from './policy-listener.js';

@Module({ providers: [PolicyFetches, PolicyListener] })
export class PoliciesModule {}
