import cors from '@fastify/cors';
import rateLimit from '@fastify/rate-limit';
import Fastify, { type FastifyInstance } from 'fastify';
import { ZodError } from 'zod';
import { answerProblem, problems } from './problem.ts';

export interface AppOptions {
  /** Where log lines go; null: nowhere. */
  readonly log: { readonly write: (line: string) => void } | null;
  readonly newId: () => string;
  /** See `ServerConfig`. */
  readonly trustedProxies: readonly string[];
  readonly isDebug: boolean;
  readonly corsOrigins: readonly string[];
}

/** A method and a path, with `:names` in it. */
export interface Route {
  readonly method: string;
  readonly url: string;
}

/** Requests a minute of one address of the network; what is more costly has a limit of its own. */
const requestsPerMinute = 600;

const maxBodyBytes = 64 * 1024;

/** The HTTP side: parses, answers problems in one form, and logs what happened without what people wrote. */
export async function createApp({ log, newId, trustedProxies, isDebug, corsOrigins }: AppOptions): Promise<{
  readonly app: FastifyInstance;
  /** Those that were added. */
  readonly routes: () => readonly Route[];
}> {
  const app = Fastify({
    bodyLimit: maxBodyBytes,
    genReqId: newId,
    requestIdHeader: false,
    trustProxy: trustedProxies.length === 0 ? false : [...trustedProxies],
    logger:
      log === null
        ? false
        : {
            stream: log,
            serializers: {
              // No address, header or body: they hold names, tokens and customers' data.
              req: ({ method, url }) => ({ method, path: url.split('?')[0] }),
              err: (error: Error) => ({ type: error.name, message: '', stack: withoutMessage(error) }),
            },
          },
  });
  const added: Route[] = [];
  app.addHook('onRoute', ({ method, url }) => {
    for (const one of Array.isArray(method) ? method : [method]) added.push({ method: one, url });
  });
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    done();
  });
  if (corsOrigins.length > 0) {
    await app.register(cors, {
      origin: corsOrigins.includes('*') ? '*' : [...corsOrigins],
      methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
      exposedHeaders: ['x-request-id', 'retry-after'],
      maxAge: 600,
    });
  }
  await app.register(rateLimit, {
    max: requestsPerMinute,
    timeWindow: '1 minute',
    // Keys seen last that are counted: nobody pushes a counter out with a few thousand others.
    cache: 100_000,
    errorResponseBuilder: () => ({ statusCode: 429, code: problems.tooMany.code, message: problems.tooMany.message }),
  });
  app.setNotFoundHandler((_request, reply) => answerProblem(reply, problems.notFound));
  app.setErrorHandler((error: Error & { readonly statusCode?: number; readonly code?: string }, request, reply) => {
    if (error instanceof ZodError) {
      const [issue] = error.issues;
      return answerProblem(reply, {
        status: 400,
        code: 'invalid',
        message: issue?.message ?? 'The request is not as expected.',
        ...(issue && issue.path.length > 0 ? { field: issue.path.join('.') } : {}),
      });
    }
    const status = error.statusCode ?? 500;
    if (status === 429) return answerProblem(reply, problems.tooMany);
    if (status >= 400 && status < 500) {
      return answerProblem(reply, { status, code: 'invalid', message: 'The request cannot be read.' });
    }
    request.log.error({ err: error }, 'A request failed.');
    const trace = isDebug ? { trace: withoutMessage(error) } : {};
    return answerProblem(reply, { ...problems.internal, ...trace });
  });
  return { app, routes: () => added };
}

/** Where it happened; a message may hold what somebody wrote. */
const withoutMessage = (error: Error): string =>
  (error.stack ?? '')
    .split('\n')
    .filter((line) => line.startsWith('    at '))
    .join('\n');
