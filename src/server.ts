import { serve as listen, type ServerType } from '@hono/node-server';
import { Hono } from 'hono';
import { compress } from 'hono/compress';
import { randomBytes, randomUUID } from 'node:crypto';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { contracts } from './contracts.ts';
import { docsPage } from './docs.ts';
import { openHouse, type House, type HouseOptions } from './house.ts';
import { operator } from './operator.ts';
import { openapi } from './platform/openapi.ts';
import { Problem } from './platform/problem.ts';
import { problemResponse } from './platform/serve.ts';
import { version } from './version.ts';
import { visitorAddress } from './platform/visitorAddress.ts';
import { webClient } from './webClient.ts';
import { publicPages } from './shopping/forms/pages.api.ts';

export interface ServerOptions extends HouseOptions {
  host: string;
  port: number;
  /** A proxy of ours stands in front and says from where somebody asks. */
  behindProxy?: boolean;
  /** Where the built web client lies; without one only the API answers. */
  webFolder?: string | undefined;
}

export interface Running {
  house: House;
  address: string;
  /** Answers what is being worked on, then stops. */
  close(): Promise<void>;
}

/** The house with its door: HTTP around the routes, the web client, and what operators ask for. */
export async function startServer(options: ServerOptions): Promise<Running> {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'perennial_request_seconds',
    help: 'Time to answer, by endpoint and status',
    labelNames: ['endpoint', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
    registers: [registry],
  });
  const house = await openHouse({
    ...options,
    observe: (endpoint, status, seconds) => requests.observe({ endpoint, status }, seconds),
  });
  new Gauge({
    name: 'perennial_database_waiting',
    help: 'Callers that wait for a connection',
    registers: [registry],
    async collect() {
      this.set((await house.engine.health()).waiting);
    },
  });

  const app = new Hono<{ Bindings: { address?: string } }>();
  const door = operator(house, options.dataFolder);
  let draining = false;
  app.use(async (c, next) => {
    await next();
    // Otherwise the connection would be kept for a next request, and the end would wait for it.
    if (draining) c.res.headers.set('connection', 'close');
    for (const [name, value] of Object.entries(safety)) if (!c.res.headers.has(name)) c.res.headers.set(name, value);
  });
  app.get('/healthz', (c) => c.json({ ok: true }));
  app.get('/readyz', async (c) => {
    const health = await house.engine.health();
    return c.json(
      {
        ready: health.ok && !draining,
        readOnly: health.readOnly,
        ...(health.ok ? {} : { reason: 'The database cannot be reached, or is not ready yet.' }),
      },
      health.ok && !draining ? 200 : 503,
    );
  });
  app.get('/version', (c) => c.json({ version, node: process.version }));
  app.get('/metrics', async (c) => {
    if (!door.admits(c.req.raw, c.env?.address ?? ''))
      throw new Problem(
        403,
        'forbidden',
        'Figures are for the operator: ask from this machine, or send the secret of operator.json as "Authorization: Operator …".',
      );
    return new Response(await registry.metrics(), { headers: { 'content-type': registry.contentType } });
  });
  app.use(compress());
  app.get('/openapi.json', (c) => c.json(openapi(contracts, { version, title: 'Perennial' })));
  app.get('/docs', (c) => {
    const nonce = randomBytes(16).toString('base64');
    return c.html(docsPage(contracts, nonce), 200, {
      'content-security-policy': `default-src 'none'; style-src 'nonce-${nonce}'; frame-ancestors 'none'; base-uri 'none'`,
    });
  });
  app.route('/operator', door.app);
  const pages = publicPages(house.serving);
  app.route('/f', pages.forms);
  app.route('/u', pages.unsubscribe);
  app.all('/api/*', (c) => house.api.fetch(c.req.raw, c.env));
  if (options.webFolder) app.get('*', webClient(options.webFolder));
  app.notFound((c) =>
    problemResponse(
      house.serving,
      new Problem(404, 'no_such_address', 'There is nothing at this address. See /docs for what there is.'),
      randomUUID(),
      c.req.path,
    ),
  );
  app.onError((error, c) => problemResponse(house.serving, error, randomUUID(), c.req.path));

  const server = await new Promise<ServerType>((resolve, reject) => {
    const made = listen(
      {
        fetch: (request, env) =>
          app.fetch(request, {
            address: visitorAddress(
              (env as { incoming?: { socket: { remoteAddress?: string } } }).incoming?.socket.remoteAddress ?? '',
              request.headers.get('x-forwarded-for'),
              options.behindProxy ?? false,
            ),
          }),
        hostname: options.host,
        port: options.port,
      },
      () => resolve(made),
    );
    made.on('error', reject);
    if ('requestTimeout' in made) {
      made.headersTimeout = 15_000;
      made.requestTimeout = 300_000;
      made.maxConnections = 2000;
    }
  }).catch(async (error: NodeJS.ErrnoException) => {
    await house.close();
    throw error.code === 'EADDRINUSE'
      ? new Error(
          `Port ${options.port} is taken by another program. Set PORT to a free one, such as PORT=${options.port + 1}.`,
        )
      : error;
  });
  const { port } = server.address() as { port: number };
  const address = `http://${options.host === '0.0.0.0' || options.host === '::' ? 'localhost' : options.host}:${port}`;
  await door.announce(address);
  return {
    house,
    address,
    async close() {
      draining = true;
      await door.leave();
      await house.live.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        if ('closeIdleConnections' in server) server.closeIdleConnections();
        setTimeout(() => 'closeAllConnections' in server && server.closeAllConnections(), 10_000).unref();
      });
      await house.close();
    },
  };
}

/** What every answer says; a page of ours says more of its own. */
const safety = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=()',
};
