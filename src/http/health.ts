// Whether this process is up (/healthz), can do its work (/readyz, each part by name), and how it does (/metrics).
import { Router } from 'express';
import type { WebContext } from './web-context.ts';

export function healthRoutes(context: WebContext): Router {
  const router = Router();
  router.get('/healthz', (_request, response) => {
    response.json({ status: 'up' });
  });
  router.get('/readyz', async (_request, response) => {
    const readiness = await context.readiness();
    response.status(readiness.ready ? 200 : 503).json(readiness);
  });
  router.get('/metrics', async (_request, response) => {
    const { contentType, text } = await context.metrics.render();
    response.set('Content-Type', contentType).send(text);
  });
  return router;
}
