// What card and settings share.
export type { Answers, Bodies } from './answers.ts';
export { labelFor } from './label-for.ts';
export { onTyping } from './on-typing.ts';
export { answerLead, ask, ServerError } from './server.ts';
export { ShowLoaded } from './show-loaded.tsx';
export { useAction } from './use-action.ts';
export { useFollowUps } from './use-follow-ups.ts';
export { type Home, useHome, useLoaded } from './use-server.ts';
export { useWritten } from './use-written.ts';
export { dayIn, instantIn, lengthIn, numberIn, pointsIn } from './when.ts';
