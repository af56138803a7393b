// The steps that a version may take from where it stands. Whether this user may take them is the server's to say.
import { type Answers, ask, ServerError, useAction } from '@accord/ui';
import { Button, ButtonRow, Text } from '@hubspot/ui-extensions';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { type Problem, Problems } from './draft-form.tsx';
import { Judging, usePreview } from './use-preview.tsx';
import type { KnownVersionProps } from './version-part.tsx';

type Status = Answers['readVersion']['status'];
type Step = 'propose' | 'sign' | 'activate' | 'withdraw' | 'revert';

const STEPS: Readonly<Record<Status, readonly Step[]>> = {
  draft: ['propose'],
  proposed: ['sign', 'withdraw'],
  signed: ['activate', 'withdraw'],
  active: ['revert'],
  superseded: [],
  withdrawn: [],
  reverted: [],
};

export function VersionSteps(props: KnownVersionProps): ReactNode {
  const steps = STEPS[props.known.status];
  if (steps.length === 0) return null;
  return (
    <>
      {steps.includes('propose') ? <Propose {...props} /> : null}
      {steps.includes('sign') ? <Sign {...props} /> : null}
      {steps.includes('activate') ? <Activate {...props} /> : null}
      {steps.includes('withdraw') ? <Plain {...props} step="withdrawVersion" /> : null}
      {steps.includes('revert') ? <Plain {...props} step="revertVersion" /> : null}
    </>
  );
}

function placeOf({ agreement, version }: KnownVersionProps) {
  return { params: { version }, query: { agreement } };
}

function Propose(props: KnownVersionProps): ReactNode {
  const { words, server } = props.home;
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const { isRunning, run } = useAction(words, props.reload);
  const propose = async (): Promise<void> => {
    try {
      await ask(server, 'proposeVersion', placeOf(props));
      setProblems([]);
    } catch (error) {
      setProblems(problemsOf(error));
      throw error;
    }
  };
  return (
    <>
      <Button variant="primary" disabled={isRunning} onClick={() => run(propose, words.done)}>
        {words.settings.propose}
      </Button>
      <Problems problems={problems} words={words} />
    </>
  );
}

function problemsOf(error: unknown): readonly Problem[] {
  if (!(error instanceof ServerError) || error.status !== 422) return [];
  const { problems } = error.answer as { readonly problems?: readonly Problem[] }; // as the contract says of a 422
  return problems ?? [];
}

/** Over the hash of what was read; only for the sides that this user may sign for. */
function Sign(props: KnownVersionProps): ReactNode {
  const { home, known, reload } = props;
  const { words, server } = home;
  const { isRunning, run } = useAction(words, reload);
  const sides = (['marketing', 'sales'] as const).filter(
    (side) => !known.signatures.some((signature) => signature.side === side),
  );
  return (
    <>
      <Text>{words.settings.signWhy}</Text>
      <ButtonRow>
        {sides.map((side) => (
          <Button
            key={side}
            variant="primary"
            disabled={isRunning}
            onClick={() =>
              run(
                () =>
                  ask(server, 'signVersion', {
                    ...placeOf(props),
                    body: { contentHash: known.contentHash, side },
                  }),
                words.done,
              )
            }
          >
            {words.settings.sign(words.settings.sides[side])}
          </Button>
        ))}
      </ButtonRow>
    </>
  );
}

/** Above the limit the server asks for the preview's token: the second click, which says so, gives it. */
function Activate(props: KnownVersionProps): ReactNode {
  const { home, reload } = props;
  const { words, server } = home;
  const [token, setToken] = useState<string | null>(null);
  const { isJudging, find } = usePreview(props);
  const { isRunning, run } = useAction(words, reload);
  const activate = async (): Promise<void> => {
    if (token === null) {
      const preview = await find('kept');
      if (preview.overLimit) {
        setToken(preview.token);
        throw new ServerError(409, { message: words.settings.overLimit });
      }
    }
    const body = token === null ? {} : { confirm: token };
    await ask(server, 'activateVersion', { ...placeOf(props), body });
  };
  return (
    <>
      <Button
        variant={token === null ? 'primary' : 'destructive'}
        disabled={isRunning}
        onClick={() => run(activate, words.done)}
      >
        {token === null ? words.settings.activate : words.settings.activateAnyway}
      </Button>
      {isJudging ? <Judging {...props} /> : null}
    </>
  );
}

function Plain({
  step,
  ...props
}: KnownVersionProps & { readonly step: 'withdrawVersion' | 'revertVersion' }): ReactNode {
  const { home, reload } = props;
  const { words, server } = home;
  const { settings } = words;
  const { isRunning, run } = useAction(words, reload);
  const isRevert = step === 'revertVersion';
  return (
    <>
      {isRevert ? <Text variant="microcopy">{settings.revertWhy}</Text> : null}
      <Button
        variant="destructive"
        disabled={isRunning}
        onClick={() => run(() => ask(server, step, placeOf(props)), words.done)}
      >
        {isRevert ? settings.revert : settings.withdraw}
      </Button>
    </>
  );
}
