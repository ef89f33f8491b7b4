import { type MiddlewareConsumer, Module, type NestModule } from '@nestjs/common';

import { HealthModule } from '../health/health.module.js';
import { MetricsController } from './metrics.controller.js';
import { Metrics } from './metrics.js';
import { RequestObserver } from './request-observer.middleware.js';

@Module({
  imports: [HealthModule],
  controllers: [MetricsController],
  providers: [Metrics],
  exports: [Metrics],
})
export class MetricsModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(RequestObserver).forRoutes('{*path}');
  }
}
