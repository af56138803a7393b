// Phrases françaises des refus, par code. No-break spaces are set where they are spoken (refusals.ts).
import type { RefusalCode, RefusalParams, Words } from './refusals.ts';

const STATUSES: Readonly<Record<string, string>> = {
  draft: 'un brouillon',
  proposed: 'proposée',
  signed: 'signée',
  active: 'en vigueur',
  superseded: 'remplacée',
  withdrawn: 'retirée',
  reverted: 'annulée',
};
const SIDES: Readonly<Record<string, string>> = { marketing: 'le marketing', sales: 'les ventes' };
const OF_SIDES: Readonly<Record<string, string>> = { marketing: 'du marketing', sales: 'des ventes' };

const HASH_DIFFERS = 'n’est pas ce qui a été figé : l’empreinte de son contenu diffère';
const RESTORE =
  'Restaurez sa ligne depuis une sauvegarde, puis : npm run accord -- agreement verify --portal PORTAL';
const TO_BE_SIGNED: Readonly<Record<string, string>> = {
  draft: 'Proposez-la et faites signer les deux camps.',
  proposed: 'Les deux camps doivent d’abord signer.',
  active: 'Elle est déjà en vigueur.',
};

function is({ version, status }: RefusalParams): string {
  return `La version ${version} est ${STATUSES[String(status)] ?? status}`;
}

export const FRENCH: Readonly<Record<RefusalCode, (params: RefusalParams) => Words>> = {
  NO_SUCH_VERSION: ({ version }) =>
    version === 0
      ? { message: 'Il n’y a pas de brouillon.', fix: 'Envoyez-en d’abord un.' }
      : {
          message: `Il n’y a pas de version ${version}.`,
          fix: 'Affichez la liste des versions pour voir lesquelles existent.',
        },
  ONE_SIGNATORY: () => ({
    message: 'Le marketing et les ventes nomment le même signataire.',
    fix: 'Nommez deux personnes sous signatories : un accord a besoin de deux camps.',
  }),
  AGREEMENT_PROBLEMS: ({ count }) => ({
    message: `Le document a ${count} ${count === 1 ? 'problème' : 'problèmes'}.`,
    fix: 'Corrigez-les un par un dans le document, puis recommencez.',
  }),
  PORTAL_NOT_READ: ({ code, wait }) => ({
    message: `HubSpot ne dit pas ce que contiennent les propriétés de ce compte (${code}) : le document ne peut pas être vérifié.`,
    fix:
      wait === 1
        ? 'Recommencez dans une minute.'
        : 'Lancez `npm run accord -- doctor`, ou réinstallez l’application.',
  }),
  NOT_A_DRAFT: (params) => ({
    message: `${is(params)} ; seul un brouillon peut être proposé.`,
    fix: 'Envoyez le document comme nouveau brouillon et proposez celui-ci.',
  }),
  DRAFT_CHANGED: () => ({
    message: 'Le brouillon a été remplacé pendant sa vérification.',
    fix: 'Relisez-le et proposez ce que vous avez lu.',
  }),
  MAPPED_BASE_CHANGED: () => ({
    message: 'L’accord n’est plus celui que vous avez regardé : quelqu’un l’a modifié entre-temps.',
    fix: 'Rechargez la correspondance, et refaites votre modification.',
  }),
  ALREADY_PROPOSED: ({ version }) => ({
    message: `La version ${version} est proposée et n’est pas encore signée par les deux camps.`,
    fix: `Signez ou retirez d’abord la version ${version}.`,
  }),
  STARTS_IN_THE_PAST: ({ startsAt }) => ({
    message: `L’accord doit commencer le ${startsAt}, qui est passé : ce qui a été jugé reste jugé ainsi.`,
    fix: 'Indiquez un début plus tardif, ou aucun : il commence alors avec son activation.',
  }),
  CONTENT_CHANGED: () => ({
    message: 'Ce que vous avez lu n’est pas ce qui est proposé maintenant : l’empreinte du contenu diffère.',
    fix: 'Relisez la version et signez son contentHash.',
  }),
  AGREEMENT_TAMPERED: ({ version, agreementId }) => ({
    message: `La version ${version} de l’accord ${agreementId} ${HASH_DIFFERS}.`,
    fix: 'Restaurez cette ligne de agreement_version depuis une sauvegarde, ou retirez la version et proposez de nouveau le document.',
  }),
  NOT_A_HUBSPOT_USER: () => ({
    message:
      'Seul un utilisateur HubSpot signe : ni le jeton d’administration ni la ligne de commande ne le font.',
    fix: 'Signez dans HubSpot, sur la page des réglages ou la carte, en tant que signataire nommé par le document.',
  }),
  NOT_PROPOSED: (params) => ({
    message: `${is(params)}, et non proposée.`,
    fix:
      params['status'] === 'draft' ? 'Proposez-la d’abord.' : 'Proposez un nouveau brouillon et signez-le.',
  }),
  ALREADY_SIGNED: ({ side }) => ({
    message:
      side === 'sales'
        ? 'Les ventes ont déjà signé cette version.'
        : 'Le marketing a déjà signé cette version.',
    fix: 'La signature de l’autre camp manque encore, ou la version peut être activée.',
  }),
  USER_MISMATCH: () => ({
    message:
      'La liste des propriétaires de HubSpot nomme un autre utilisateur pour cet identifiant ou cette adresse e-mail.',
    fix: 'Vérifiez l’utilisateur dans HubSpot ; les propriétaires sont relus toutes les heures.',
  }),
  NOT_A_SIGNATORY: ({ version, act, side }) =>
    act === 'decide'
      ? {
          message: `Cet utilisateur HubSpot n’est ni signataire ni délégué du jour dans la version ${version}.`,
          fix: 'Demandez à l’un d’eux, ou au détenteur du jeton d’administration.',
        }
      : {
          message: `Cet utilisateur HubSpot n’est ${side === '' ? 'ni signataire ni délégué du jour' : `ni le signataire ${OF_SIDES[String(side)]} ni son délégué du jour`} dans la version ${version}.`,
          fix: 'Signez en tant que personne nommée par le document sous signatories, ou proposez un document qui nomme celle-ci.',
        },
  SAME_USER_TWICE: ({ side }) => ({
    message: `Cet utilisateur a déjà signé pour ${SIDES[String(side)]} : les deux camps ont besoin de deux personnes différentes.`,
    fix: 'Faites signer le signataire ou le délégué de l’autre camp.',
  }),
  NOT_SIGNED: (params) => ({
    message: `${is(params)}, et non signée par les deux camps.`,
    fix: TO_BE_SIGNED[String(params['status'])] ?? 'Proposez son document comme nouveau brouillon.',
  }),
  SIGNATURES_VOID: ({ version }) => ({
    message: `Les signatures de la version ${version} ne portent pas sur son contenu, ou ne sont pas de deux personnes.`,
    fix: 'Retirez-la, proposez de nouveau le document et faites signer les deux camps.',
  }),
  OVERTAKEN: ({ version, inForce }) => ({
    message: `La version ${inForce} est en vigueur ; elle est plus récente que la version ${version}.`,
    fix: 'Proposez le document de l’ancienne comme nouveau brouillon, ou annulez la plus récente.',
  }),
  PREVIEW_NEEDED: ({ version }) => ({
    message: `Depuis un jour, personne n’a regardé ce que la version ${version} changerait.`,
    fix: `Demandez d’abord l’aperçu de la version ${version}, puis activez-la.`,
  }),
  BLAST_LIMIT: ({ changed, inScope, percent }) => ({
    message: `${changed} des ${inScope} leads concernés changeraient, plus de ${String(percent).replace('.', ',')} %.`,
    fix: 'Regardez l’aperçu, puis activez de nouveau avec son jeton (token) dans `confirm`.',
  }),
  STARTS_LATER: ({ startsAt }) => ({
    message: `Les deux camps ont signé un début le ${startsAt}.`,
    fix: 'Activez-la à partir de là, ou proposez-la de nouveau avec un autre début.',
  }),
  NOT_OPEN: (params) => ({
    message: `${is(params)} ; seule une version proposée ou signée qui n’est pas en vigueur peut être retirée.`,
    fix: params['status'] === 'active' ? 'Annulez-la.' : 'Il n’y a rien à retirer.',
  }),
  PREVIOUS_UNSIGNED: ({ version }) => ({
    message: `La version ${version} n’a jamais été signée par les deux camps, et Accord est en marche.`,
    fix: 'Désactivez d’abord les effets (ou mettez en pause), ou proposez et faites signer une meilleure version.',
  }),
  NOT_IN_FORCE: (params) => ({
    message: `${is(params)} ; seule la version en vigueur peut être annulée.`,
    fix: 'Affichez la liste des versions pour voir laquelle est en vigueur.',
  }),
  NOTHING_TO_REVERT_TO: ({ version }) => ({
    message: `La version ${version} n’en suivait aucune, ou a été elle-même remise en vigueur par une annulation.`,
    fix: 'Proposez le document que vous voulez comme nouveau brouillon et faites-le signer par les deux camps.',
  }),
  NOTHING_IN_FORCE: () => ({
    message: 'Aucune version n’est en vigueur pour comparer.',
    fix: 'Nommez-en une avec `against`.',
  }),
  PORTAL_NOT_FOUND: () => ({
    message: 'Ce compte HubSpot n’a pas installé l’application.',
    fix: 'Installez-la d’abord.',
  }),
  NO_PREVIEW: ({ version }) => ({
    message: `Depuis un jour, aucun aperçu de ce que dit la version ${version} n’a été terminé.`,
    fix: `Demandez l’aperçu de la version ${version} ; pendant qu’il se calcule, revenez dans un instant.`,
  }),
  NOT_AS_FROZEN: ({ version, agreementId }) => ({
    message: `la version ${version} de l’accord ${agreementId} ${HASH_DIFFERS}.`,
    fix: RESTORE,
  }),
  NOT_SIGNED_BY_BOTH: ({ version, agreementId }) => ({
    message: `la version ${version} de l’accord ${agreementId} n’est pas signée par les deux camps sur ce contenu.`,
    fix: RESTORE,
  }),
  OTHER_PERIOD: ({ version, agreementId, from }) => ({
    message: `la version ${version} de l’accord ${agreementId} a été en vigueur à une autre période que celle qui est notée (${from}).`,
    fix: RESTORE,
  }),
};
