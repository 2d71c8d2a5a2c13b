import type { FastifyInstance } from 'fastify';

/** `/health`: the process runs. `/ready`: it can also reach its database and takes requests. */
export function healthRoutes(app: FastifyInstance, isReady: () => Promise<boolean>): void {
  app.get('/health', { config: { rateLimit: false }, logLevel: 'silent' }, () => ({ status: 'ok' }));
  app.get('/ready', { logLevel: 'silent' }, async (_request, reply) => {
    const ready = await isReady().catch(() => false);
    return await reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready' });
  });
}
