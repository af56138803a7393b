// E-mail through SMTP. The Message-ID is the same when a mail is sent again, so that a mailbox shows it once; no link or file
// named in a text is ever fetched.
import { createTransport } from 'nodemailer';
import type { Delivery, Mail, NoticeSenders } from '#pipeline/notices/ports.ts';
import { mailHtml, mailText } from './mail-body.ts';

const CONNECT_MS = 5_000;
/** Of silence. */
const IDLE_MS = 10_000;
/** For the whole dialogue, however lively: a server that answers drop by drop holds up nobody else's notices. */
const DIALOGUE_MS = 30_000;
const USUAL_WAIT_MS = 5_000;
/** Permanent refusals of SMTP are 5xx (RFC 5321). */
const PERMANENT = 500;

export interface MailOptions {
  /** `smtp://user:password@host:587`, `smtps://…` for TLS from the start. */
  readonly smtpUrl: string;
  /** `accord@example.com`, or `Accord <accord@example.com>`. */
  readonly from: string;
  /** Default: DIALOGUE_MS. */
  readonly dialogueMs?: number;
}

export function createMail({
  smtpUrl,
  from,
  dialogueMs = DIALOGUE_MS,
}: MailOptions): NonNullable<NoticeSenders['mail']> {
  const transport = createTransport({
    url: smtpUrl,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: IDLE_MS,
    dnsTimeout: CONNECT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const domain = /@([^\s@>]+)>?\s*$/.exec(from)?.[1] ?? 'accord.invalid';
  return async ({ to, id, message }: Mail) => {
    try {
      await transport.sendMail({
        from,
        // As an object: an address is never read as a list of several.
        to: { name: '', address: to },
        messageId: `<${id}@${domain}>`,
        subject: message.subject,
        text: mailText(message),
        html: mailHtml(message),
        signal: AbortSignal.timeout(dialogueMs),
        // Answering machines leave such mail alone (RFC 3834).
        headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
      });
      return { kind: 'confirmed' };
    } catch (error) {
      return failed(error);
    }
  };
}

/** Never the server's words: they often quote the address. */
function failed(error: unknown): Delivery {
  const status = propertyOf(error, 'responseCode');
  // A refused login says nothing about the mail: whoever runs Accord will mend it.
  if (typeof status === 'number' && propertyOf(error, 'code') !== 'EAUTH') {
    const reason = `SMTP_${status}`;
    return status >= PERMANENT
      ? { kind: 'parked', reason }
      : { kind: 'again', afterMs: USUAL_WAIT_MS, reason };
  }
  const code = propertyOf(error, 'code');
  return { kind: 'unknown', reason: typeof code === 'string' ? code : 'SMTP_FAILED' };
}

function propertyOf(error: unknown, name: string): unknown {
  return typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
}
