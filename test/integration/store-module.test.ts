import 'reflect-metadata';

import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { expect, it } from 'vitest';

import { STORE, StoreModule, type Store } from '#store';

import { openTempStore } from '../support/temp-store.js';

it('StoreModule opens the store for the whole application and closes it at shutdown', async () => {
  const temp = await openTempStore();
  @Module({ imports: [StoreModule.forRoot({ database: temp.database, maxObservationsPerCheck: 1 })] })
  class Application {}

  const application = await NestFactory.createApplicationContext(Application, { logger: false });
  const store = application.get<Store>(STORE);
  await expect(store.ping()).resolves.toBeUndefined();

  await application.close();
  await expect(store.ping()).rejects.toThrow('closed');
  await temp.close();
});
