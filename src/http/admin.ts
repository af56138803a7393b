// The administrator's use cases with their ports filled in, for the API, the pages and the command line alike.
import { type DisconnectDeps, disconnect } from '#pipeline/disconnect.ts';
import { type FindPersonDeps, findPerson } from '#pipeline/erasure/find-person.ts';
import { type InstallDeps, installPortal } from '#pipeline/install-portal.ts';
import { type ProvisionDeps, provision } from '#pipeline/provision.ts';
import { switchEffects } from '#pipeline/switch-effects.ts';
import type { Admin } from './web-context.ts';

export function createAdmin(deps: InstallDeps & ProvisionDeps & DisconnectDeps & FindPersonDeps): Admin {
  return {
    install: (grant, wish) => installPortal(deps, grant, wish),
    switch: (portalId, change) => switchEffects(deps, portalId, change),
    setLanguage: (portalId, wish) => deps.store.storeLanguage(portalId, wish),
    provision: (portalId, by) => provision(deps, portalId, by),
    disconnect: (portalId, ask) => disconnect(deps, portalId, ask),
    findPerson: (portalId, email) => findPerson(deps, portalId, email),
    retryParked: async (portalId, by) => {
      const retried = await deps.store.retryParked(portalId, by);
      await deps.wake(portalId);
      return retried;
    },
    switchBackfill: async (portalId, change) => {
      const isReading = await deps.store.switchBackfill(portalId, change);
      if (isReading) await deps.wake(portalId);
      return isReading;
    },
    startReconciliation: async (portalId) => {
      const outcome = await deps.store.startReconciliation(portalId);
      if (outcome === 'started') await deps.wake(portalId);
      return outcome;
    },
  };
}
