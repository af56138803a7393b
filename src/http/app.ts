// The web application: middleware and routes in their order, nothing else.
import express, { type Express } from 'express';
import { actionRoutes } from './actions.ts';
import { limitAddresses } from './address-limit.ts';
import { apiRoutes, userRoutes } from './api/api.ts';
import { cardRoutes } from './card.ts';
import { handleErrors } from './errors.ts';
import { healthRoutes } from './health.ts';
import { homeRoutes } from './home.ts';
import { oauthRoutes } from './oauth.ts';
import { HttpProblem, inWords } from './problem.ts';
import { problemWords } from './problem-words.ts';
import { limitRefusals } from './refusal-limit.ts';
import { logRequests } from './request-log.ts';
import { securityHeaders } from './security-headers.ts';
import { signInRoutes } from './sign-in.ts';
import type { WebContext } from './web-context.ts';
import { webhookRoutes } from './webhooks.ts';

export function createApp(context: WebContext): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  // Of a proxy only the address of who calls is believed, and only of those named; our own comes from PUBLIC_URL.
  const { trustedProxies } = context.config;
  app.set('trust proxy', trustedProxies.length > 0 ? [...trustedProxies] : false);
  app.set('query parser', 'simple');
  app.use(logRequests(context));
  app.use(securityHeaders(context.config.publicUrl));
  app.use(limitRefusals(context.config));
  app.use(webhookRoutes(context));
  app.use(actionRoutes(context));
  app.use(cardRoutes(context));
  app.use(healthRoutes(context));
  app.use('/oauth', limitAddresses(context.config));
  app.use(oauthRoutes(context));
  app.use(signInRoutes(context));
  app.use(homeRoutes(context));
  app.use('/api/v1', apiRoutes(context));
  app.use('/hubspot/card', userRoutes(context));
  app.use(() => {
    throw new HttpProblem(inWords(problemWords('noSuchAddress'), { status: 404, code: 'NOT_FOUND' }));
  });
  app.use(handleErrors(context));
  return app;
}
