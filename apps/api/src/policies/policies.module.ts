import { Module } from '@nestjs/common';

import { SecurityModule } from '../security/security.module.js';
import { PolicyAnswers } from './policy-answers.js';
import { PolicyListener } from './policy-listener.js';
import { ProxiedPolicies } from './proxied-policies.js';

@Module({ imports: [SecurityModule], providers: [PolicyAnswers, PolicyListener, ProxiedPolicies] })
export class PoliciesModule {}
