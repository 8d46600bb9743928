import { pollSlot as route } from '../../../core/routes/runner.ts';
import { http } from '../../doors/http.ts';
import { slotJobKey } from '../../stores/warm-slots.ts';

/** Grants die after 15 minutes; the slot asks again a little before. */
const goodMs = 14 * 60 * 1000;

export const pollSlot = http(route, async ({ params, body, services }) => {
  await services.stores.warmSlots.authorized(params.slot, body.secret);
  const url = await services.bucket.grantDownload(slotJobKey(params.slot), 'job.json');
  return { url, expiresAt: new Date(services.stores.now().getTime() + goodMs).toISOString() };
});
