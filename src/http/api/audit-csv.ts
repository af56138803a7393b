// The audit trail as a file: GET …/audit.csv, newest first, the whole of it, page by page.
import { stringify } from 'csv-stringify/sync';
import type { Request, Response } from 'express';
import { HttpProblem, inWords } from '#http/problem.ts';
import { problemWords } from '#http/problem-words.ts';
import type { WebContext } from '#http/web-context.ts';
import type { AuditEntry } from '#pipeline/admin-ports.ts';
import { callerOf } from './caller.ts';
import { Id } from './route.ts';

export const AUDIT_CSV_PATH = '/portals/{portalId}/audit.csv';
export const AUDIT_CSV_SUMMARY = 'Who changed what, newest first, as a CSV file with a header line.';

const PAGE = 500;
const COLUMNS = ['id', 'at', 'actor', 'role', 'origin', 'action', 'before', 'after', 'reason'] as const;

export async function sendAuditCsv(
  { reports, versions }: Pick<WebContext, 'reports' | 'versions'>,
  request: Request,
  response: Response,
): Promise<void> {
  const caller = callerOf(response);
  const isAdmin =
    caller.kind === 'admin' ||
    (caller.portalId === request.params['portalId'] && caller.roles.includes('admin'));
  if (!isAdmin)
    throw new HttpProblem(inWords(problemWords('adminOnly'), { status: 403, code: 'ADMIN_ONLY' }));
  const portalId = Id.safeParse(request.params['portalId']);
  if (!portalId.success || (await versions.store.readLanguage(portalId.data)) === null)
    throw new HttpProblem(inWords(problemWords('notInstalled'), { status: 404, code: 'PORTAL_NOT_FOUND' }));
  response.attachment(`audit-${portalId.data}.csv`).type('text/csv; charset=utf-8');
  response.write(lines([[...COLUMNS]], { bom: true }));
  for (let after: string | null = null; ; ) {
    const { items, next } = await reports.listAudit(portalId.data, { after, limit: PAGE });
    if (!response.write(lines(items.map(cellsOf)))) await drained(response);
    if (next === null || response.destroyed) break;
    after = next;
  }
  response.end();
}

function cellsOf(entry: AuditEntry): readonly string[] {
  return COLUMNS.map((column) => {
    const value = entry[column];
    return typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value);
  });
}

/** With a mark that spreadsheets know UTF-8 by; what one would take for a formula is text (OWASP, CSV injection). */
function lines(rows: readonly (readonly string[])[], { bom = false } = {}): string {
  return stringify(rows as string[][], { bom, escape_formulas: true, record_delimiter: 'windows' });
}

/** Also when the reader has left. */
async function drained(response: Response): Promise<void> {
  await new Promise<void>((resolve) => {
    response.once('drain', resolve);
    response.once('close', resolve);
  });
}
