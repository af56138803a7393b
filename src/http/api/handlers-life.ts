// Ends an install for whoever holds the admin token, and says what became of what he chose.
import type { Language } from '#agreement/messages.ts';
import { setFrench } from '#domain/typography.ts';
import { HttpProblem, inWords } from '#http/problem.ts';
import { problemWords } from '#http/problem-words.ts';
import type { Disconnected } from '#pipeline/disconnect.ts';
import { actorOf } from './caller.ts';
import type { LIFE_ROUTES } from './contract-life.ts';
import type { HandlersOf } from './handler.ts';

export const LIFE_HANDLERS: HandlersOf<typeof LIFE_ROUTES> = {
  disconnectPortal: async ({ admin }, { params, body, caller, language }) => {
    const { confirm, reason, ...wish } = body;
    const { portalId } = params;
    if (wish.data === 'erase' && confirm !== portalId) {
      const words = problemWords('eraseUnconfirmed');
      throw new HttpProblem(inWords(words, { status: 409, code: 'ERASE_UNCONFIRMED' }));
    }
    const outcome = await admin.disconnect(portalId, { wish, by: actorOf(caller, reason).by });
    if (outcome.ok) return { ...copy(outcome.value), summary: summaryOf(outcome.value, language) };
    if (outcome.error.kind === 'not-installed')
      throw new HttpProblem(inWords(problemWords('notInstalled'), { status: 404, code: 'PORTAL_NOT_FOUND' }));
    const { code, tasksClosed } = outcome.error;
    const details = { hubspot: code, tasksClosed };
    throw new HttpProblem(
      inWords(problemWords('disconnectUnfinished'), { status: 502, code: 'DISCONNECT_UNFINISHED', details }),
    );
  },
};

function copy(done: Disconnected) {
  return { ...done, propertiesKept: [...done.propertiesKept], erased: { ...done.erased } };
}

function summaryOf(done: Disconnected, language: Language): string {
  return language === 'fr' ? setFrench(inFrench(done)) : inEnglish(done);
}

function inEnglish({ uninstall, tasksClosed, propertiesCleared, erased }: Disconnected): string {
  const rows = sum(erased);
  return [
    uninstall === 'done'
      ? 'Accord is uninstalled from this HubSpot account.'
      : 'HubSpot had ended the install before; nothing could be tidied up there.',
    `Tasks completed: ${tasksClosed}. Properties removed: ${propertiesCleared}.`,
    rows === 0 ? 'What Accord stored is kept.' : `Everything Accord stored is erased (${rows} rows).`,
  ].join(' ');
}

function inFrench({ uninstall, tasksClosed, propertiesCleared, erased }: Disconnected): string {
  const rows = sum(erased);
  return [
    uninstall === 'done'
      ? 'Accord est désinstallé de ce compte HubSpot.'
      : 'HubSpot avait déjà mis fin à l’installation ; rien n’a pu y être rangé.',
    `Tâches terminées : ${tasksClosed}. Propriétés supprimées : ${propertiesCleared}.`,
    rows === 0
      ? 'Ce qu’Accord a enregistré est conservé.'
      : `Tout ce qu’Accord avait enregistré est effacé (${rows} lignes).`,
  ].join(' ');
}

function sum(erased: Disconnected['erased']): number {
  return Object.values(erased).reduce((total, count) => total + count, 0);
}
