// A process that sends notices until it is killed. Nothing of it reaches HubSpot.
import { createMail } from '#notify/mail.ts';
import { htmlFragment } from '#notify/mail-body.ts';
import { createWebhook } from '#notify/webhook.ts';
import { sendNotices } from '#pipeline/notices/send-notices.ts';
import { systemClock } from '#platform/clock.ts';
import { createLogger } from '#platform/logger.ts';
import { createSecretBox } from '#platform/secrets.ts';
import { openDatabase } from '#store/database.ts';
import { createNoticeStore } from '#store/notice-store.ts';
import { createTurnStore } from '#store/turn-store.ts';
import { sendNoticesUntil } from '#workers/notices.ts';

const [url = '', key = '', smtpUrl = '', origin = '', from = ''] = process.argv.slice(2);
const logger = createLogger('silent', 'notices');
const database = openDatabase({ url, applicationName: 'accord notices', poolSize: 2, logger });
const turnStore = createTurnStore(database, 'test');
const noHubspot = () => Promise.reject(new Error('HubSpot is not part of this test'));
const stop = new AbortController();
process.once('disconnect', () => process.exit(0));
process.send?.({ kind: 'ready' });

await sendNoticesUntil(stop.signal, {
  logger,
  sendNotices: () =>
    sendNotices({
      store: createNoticeStore(database, createSecretBox([{ id: 'k', key: Buffer.from(key, 'base64') }])),
      senders: {
        mail: createMail({ smtpUrl, from }),
        webhook: createWebhook({ origins: [origin], clock: systemClock }),
      },
      hubspot: { batchCreateTasks: noHubspot, batchRead: noHubspot },
      loadPortal: (portalId) => turnStore.loadPortal(portalId),
      renderTaskBody: htmlFragment,
      clock: systemClock,
      paces: { gatherMs: 0, digestMs: 0 },
      publicUrl: 'https://accord.our-company.example',
      logger,
      countNotice: () => undefined,
    }),
});
