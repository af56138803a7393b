// All of an agreement as sections, in the order in which people agree: who, how it is measured, what each owes the other.

import type { AgreementDocument } from '#agreement/schema.ts';
import { partTitle } from '#agreement/text/names.ts';
import type { Language } from '#domain/wording.ts';
import { type Block, makeTongue, type Section, type Tongue } from './blocks.ts';
import { calendarBlocks, overlayBlocks } from './calendar.ts';
import { dataBlocks } from './data.ts';
import { criteriaBlocks, personaBlocks, scopeBlocks, segmentBlocks, stageBlocks } from './definition.ts';
import { disqualifyBlocks } from './lifecycle.ts';
import { feedbackBlocks, nurtureBlocks } from './nurture.ts';
import { marketingBlocks, salesBlocks } from './promises.ts';
import {
  noticeBlocks,
  objectiveBlocks,
  outputBlocks,
  publishingBlocks,
  responsibilityBlocks,
  reviewBlocks,
} from './rest.ts';
import { routingBlocks } from './routing.ts';
import { scoreBlocks } from './score.ts';
import { delegateBlocks, type Signature, signaturesOf } from './signatures.ts';

export interface Paper {
  readonly title: string;
  readonly preface: readonly string[];
  readonly sections: readonly Section[];
  readonly signatures: readonly Signature[];
  readonly words: {
    readonly contents: string;
    readonly signatures: string;
    readonly date: string;
    readonly signature: string;
  };
}

/** What the file does not say: known of a version that was published. */
export interface Edition {
  readonly version?: number;
  /** '' for a draft. */
  readonly contentHash?: string;
}

type Writer = (document: AgreementDocument, tongue: Tongue) => readonly Block[];

export function writePaper(document: AgreementDocument, language: Language, edition: Edition): Paper {
  const tongue = makeTongue(document, language);
  const { say } = tongue;
  const title = (part: string): string => partTitle(part, language);
  const parts: readonly (readonly [string, string, Writer])[] = [
    ['scope', title('scope'), scopeBlocks],
    ['stages', title('stages'), stageBlocks],
    ['criteria', title('criteria'), criteriaBlocks],
    ['personas', title('personas'), personaBlocks],
    ['segments', title('segments'), segmentBlocks],
    ['score', title('score'), scoreBlocks],
    ['disqualify', say('Who is disqualified', 'Qui est écarté'), disqualifyBlocks],
    ['data', title('data'), dataBlocks],
    ['promises-sales', say('What sales owes', 'Ce que doivent les ventes'), salesBlocks],
    ['promises-marketing', say('What marketing owes', 'Ce que doit le marketing'), marketingBlocks],
    ['feedback', title('feedback'), feedbackBlocks],
    ['routing', say('Who gets a lead', 'Qui reçoit un lead'), routingBlocks],
    ['nurture', title('nurture'), nurtureBlocks],
    ['calendar', title('calendar'), calendarBlocks],
    ['overlays', title('overlays'), overlayBlocks],
    ['objectives', title('objectives'), objectiveBlocks],
    ['responsibilities', title('responsibilities'), responsibilityBlocks],
    ['review', title('review'), reviewBlocks],
    ['notify', title('notify'), noticeBlocks],
    ['outputs', title('outputs'), outputBlocks],
    ['publishing', say('Language and new versions', 'Langue et nouvelles versions'), publishingBlocks],
    ['delegates', say('Who may sign for others', 'Qui peut signer pour d’autres'), delegateBlocks],
  ];
  const sections = parts.map(([part, name, write]) => ({
    part,
    title: name,
    blocks: write(document, tongue),
  }));
  return {
    title: document.name,
    preface: prefaceOf(edition, tongue),
    sections: sections.filter(({ blocks }) => blocks.length > 0),
    signatures: signaturesOf(document, tongue),
    words: {
      contents: say('Contents', 'Sommaire'),
      signatures: say('Signatures', 'Signatures'),
      date: say('Date:', 'Date :'),
      signature: say('Signature:', 'Signature :'),
    },
  };
}

function sealOf(contentHash: string, say: Tongue['say']): string {
  return contentHash === ''
    ? say('A draft: nobody can sign it yet.', 'Un brouillon : personne ne peut encore le signer.')
    : say(`Seal: ${contentHash}.`, `Empreinte : ${contentHash}.`);
}

function prefaceOf({ version, contentHash }: Edition, { say }: Tongue): readonly string[] {
  return [
    say(
      'Made from the file that Accord runs: whoever changes one changes the other. Ids are those of the rules in the file.',
      'Établi à partir du fichier qu’Accord exécute : changer l’un, c’est changer l’autre. Les identifiants sont ceux des règles du fichier.',
    ),
    ...(version === undefined ? [] : [say(`Version ${version}.`, `Version ${version}.`)]),
    ...(contentHash === undefined ? [] : [sealOf(contentHash, say)]),
  ];
}
