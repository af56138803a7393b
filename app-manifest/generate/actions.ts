// The workflow actions as HubSpot shows them: names, descriptions and the names of their fields, in English and French.
import { ADDRESSES } from '#http/addresses.ts';
import { ACTION_OUTPUTS, type ActionName, OUTPUT_TYPES, type OutputName } from '#pipeline/actions/outputs.ts';

interface Words {
  readonly name: string;
  readonly description: string;
  readonly outputs: Readonly<Record<OutputName, string>>;
  readonly input?: { readonly label: string; readonly description: string };
}

interface ActionTexts {
  readonly en: Words;
  readonly fr: Words;
}

const OUTPUT_NAMES = {
  en: {
    lead_status: 'Status of the lead',
    stage: 'Lifecycle stage',
    score: 'Score',
    fit: 'Fit',
    engagement: 'Engagement',
    grade: 'Grade',
    qualifies: 'Meets the MQL criteria (true or false)',
    completeness: 'Completeness in percent',
    decided_at: 'Decided at',
    result: 'Result (handed_over, held, recycled, already, refused; asked, not_known, unknown_track)',
    reason: 'Why it was held or refused (a code)',
    track: 'Nurture track',
    sla_status: 'Promise (none, running, warned, breached, paused or kept)',
    clause: 'Which promise',
    due_at: 'Due at',
    minutes_left: 'Minutes left (negative: overdue)',
    owner_id: 'Owner',
  },
  fr: {
    lead_status: 'Statut du lead',
    stage: 'Phase du cycle de vie',
    score: 'Score',
    fit: 'Adéquation',
    engagement: 'Engagement',
    grade: 'Note',
    qualifies: 'Remplit les critères MQL (true ou false)',
    completeness: 'Complétude en pour cent',
    decided_at: 'Décidé le',
    result: 'Résultat (handed_over, held, recycled, already, refused ; asked, not_known, unknown_track)',
    reason: 'Pourquoi il est retenu ou refusé (un code)',
    track: 'Parcours de nurturing',
    sla_status: 'Promesse (none, running, warned, breached, paused ou kept)',
    clause: 'Quelle promesse',
    due_at: 'Échéance',
    minutes_left: 'Minutes restantes (négatif : en retard)',
    owner_id: 'Propriétaire',
  },
} as const;

const TEXTS: Readonly<Record<ActionName, ActionTexts>> = {
  'judge-now': {
    en: {
      name: 'Judge now with Accord',
      description:
        'Reads the contact again, judges it by the agreement in force, and waits for the outcome, so that the next step can branch on it. Put it right behind a form.',
      outputs: OUTPUT_NAMES.en,
    },
    fr: {
      name: 'Juger maintenant avec Accord',
      description:
        'Relit le contact, le juge selon l’accord en vigueur et attend le résultat, sur lequel l’étape suivante peut se brancher. À placer juste après un formulaire.',
      outputs: OUTPUT_NAMES.fr,
    },
  },
  'hand-over': {
    en: {
      name: 'Hand over to sales with Accord',
      description:
        'Hands the lead over to sales whatever its score: the promises of sales start, and it does not count for what marketing promised.',
      outputs: OUTPUT_NAMES.en,
    },
    fr: {
      name: 'Transmettre aux ventes avec Accord',
      description:
        'Transmet le lead aux ventes quel que soit son score : les promesses des ventes commencent, et il ne compte pas pour ce que le marketing a promis.',
      outputs: OUTPUT_NAMES.fr,
    },
  },
  recycle: {
    en: {
      name: 'Recycle with Accord',
      description: 'Takes the lead back from sales into nurture, into the track chosen here.',
      outputs: OUTPUT_NAMES.en,
      input: {
        label: 'Nurture track',
        description: 'Without one, the track that the agreement’s rules say.',
      },
    },
    fr: {
      name: 'Recycler avec Accord',
      description: 'Reprend le lead aux ventes et le remet en nurturing, dans le parcours choisi ici.',
      outputs: OUTPUT_NAMES.fr,
      input: {
        label: 'Parcours de nurturing',
        description: 'Sans choix, le parcours que disent les règles de l’accord.',
      },
    },
  },
  'check-sla': {
    en: {
      name: 'Check the promise with Accord',
      description:
        'Says which promise of sales runs for this lead, until when, and whether it is broken. Changes nothing.',
      outputs: OUTPUT_NAMES.en,
    },
    fr: {
      name: 'Vérifier la promesse avec Accord',
      description:
        'Dit quelle promesse des ventes court pour ce lead, jusqu’à quand, et si elle est rompue. Ne change rien.',
      outputs: OUTPUT_NAMES.fr,
    },
  },
};

const TRACK = 'track';

/** The component's file, as HubSpot takes it. */
export function actionComponent(action: ActionName): object {
  const texts = TEXTS[action];
  const hasTrack = texts.en.input !== undefined;
  return {
    uid: `accord_${action.replaceAll('-', '_')}`,
    type: 'workflow-action',
    config: {
      actionUrl: `\${PUBLIC_URL}${ADDRESSES.actions}/${action}`,
      isPublished: true,
      supportedClients: [{ client: 'WORKFLOWS' }],
      inputFields: hasTrack ? [TRACK_FIELD] : [],
      inputFieldDependencies: [],
      outputFields: ACTION_OUTPUTS[action].map((name) => ({
        typeDefinition: { name, ...TYPES[OUTPUT_TYPES[name]] },
      })),
      labels: { en: labelsOf(action, texts.en), fr: labelsOf(action, texts.fr) },
      objectTypes: ['CONTACT'],
      objectRequestOptions: { properties: [] },
      executionRules: [],
    },
  };
}

/** As HubSpot writes the kinds of values. */
const TYPES = {
  string: { type: 'string', fieldType: 'text' },
  number: { type: 'number', fieldType: 'number' },
} as const;

const TRACK_FIELD = {
  typeDefinition: {
    name: TRACK,
    type: 'enumeration',
    fieldType: 'select',
    optionsUrl: `\${PUBLIC_URL}${ADDRESSES.tracks}`,
  },
  supportedValueTypes: ['STATIC_VALUE'],
  isRequired: false,
};

function labelsOf(action: ActionName, { name, description, outputs, input }: Words): object {
  return {
    actionName: name,
    actionDescription: description,
    actionCardContent: name,
    inputFieldLabels: input === undefined ? {} : { [TRACK]: input.label },
    inputFieldDescriptions: input === undefined ? {} : { [TRACK]: input.description },
    outputFieldLabels: Object.fromEntries(ACTION_OUTPUTS[action].map((output) => [output, outputs[output]])),
    executionRules: [],
  };
}
