import { Controller, Get, Header, Inject, Res, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Response } from 'express';

import { STORE, type Store } from '#store';

import { Spends } from '../../security/rate-limit.decorator.js';
import { DirectAccessGuard } from './direct-access.guard.js';
import { REPORTS_STYLE_HASH, reportsPage } from './reports-page.js';

/** As many as somebody scrolls through. */
const MAX_SHOWN = 500;

/** For whoever runs the instance; no web server in front passes it on. */
@ApiExcludeController()
@Controller('admin')
@UseGuards(DirectAccessGuard)
export class AdminController {
  constructor(@Inject(STORE) private readonly store: Store) {}

  @Get('tlsrpt')
  @Spends('none')
  @Header('Cache-Control', 'no-store')
  @Header('Content-Type', 'text/html; charset=utf-8')
  async reports(@Res({ passthrough: true }) response: Response): Promise<string> {
    response.setHeader(
      'Content-Security-Policy',
      `default-src 'none'; style-src '${REPORTS_STYLE_HASH}'; frame-ancestors 'none'`,
    );
    return reportsPage(await this.store.tlsReports.list(MAX_SHOWN));
  }
}
