import { Router } from 'express';
import type { WebContext } from '#http/web-context.ts';
export function apiRoutes(_context: WebContext): Router { return Router(); }
