// Which paths of a paused source a decision walked: those that no history meets nobody compared.
import type { Moment } from './play.ts';

export const PAUSE_PATHS: readonly string[] = [
  'sourcePaused',
  'handed over after a pause',
  'by hand in spite of a pause',
  'held into a new regime',
];

export function pausePathsOf({ lead, context, outcome: { state, reasons } }: Moment): string[] {
  const handedOver = reasons.find(({ code }) => code === 'handedOver');
  const wasHeld = lead.state.heldSince !== undefined;
  const isPaused = context.sourcePause !== undefined;
  const walked: readonly (readonly [string, boolean])[] = [
    ['handed over after a pause', wasHeld && !isPaused && handedOver?.params['byHand'] === 0],
    ['by hand in spite of a pause', isPaused && handedOver?.params['byHand'] === 1],
    [
      'held into a new regime',
      lead.state.heldSince !== undefined &&
        state.heldSince === lead.state.heldSince &&
        state.regime !== lead.state.regime,
    ],
  ];
  return walked.filter(([, isWalked]) => isWalked).map(([path]) => path);
}
