import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { Application } from 'express';

/** What a layer of Express's router offers; its types leave out `match`. */
interface Layer {
  readonly route?: { readonly stack: readonly { readonly method: string }[] };
  match(path: string): boolean;
}

/** Tells a wrong method (405) from a wrong address (404), which Express does not. */
@Injectable()
export class AllowedMethods {
  constructor(private readonly host: HttpAdapterHost) {}

  /** The methods of the routes at the path, in upper case; empty when there is no route. */
  of(path: string): string[] {
    const { router } = this.host.httpAdapter.getInstance<Application>();
    const methods = (router.stack as unknown as Layer[])
      .filter((layer) => layer.route !== undefined && layer.match(path))
      .flatMap((layer) => layer.route?.stack.map(({ method }) => method.toUpperCase()) ?? []);
    return [...new Set(methods)];
  }
}
