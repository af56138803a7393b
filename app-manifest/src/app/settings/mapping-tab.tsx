// Which of the account's values mean what, from which of its properties fields are read, and to which outputs go: read from HubSpot when somebody asks, saved as a draft of the agreement.
import { type Answers, ask, ShowLoaded, useAction, useLoaded } from '@accord/ui';
import { Alert, Button, ButtonRow, Flex, Heading, List, Text, Toggle } from '@hubspot/ui-extensions';
import type { ReactNode } from 'react';
import { useCallback, useState } from 'react';
import { Problems } from './draft-form.tsx';
import { MappedFields } from './mapped-fields.tsx';
import { MappedOutputs } from './mapped-outputs.tsx';
import { MappedValues, StageValues } from './mapped-values.tsx';
import { bodyOf, isConfirmed, type Mapping, type Wish, wishOf, withProposals } from './mapping-wish.ts';
import type { TabProps } from './settings-page.tsx';

type Saved = Answers['changeMapping'];

/** HubSpot is asked on a click: the page itself lives from Accord's tables. */
export function MappingTab(props: TabProps): ReactNode {
  const { mapping: words } = props.home.words.account;
  const [isOpen, setOpen] = useState(false);
  return (
    <Flex direction="column" gap="medium">
      <Text>{words.why}</Text>
      {isOpen ? <LoadedMapping {...props} /> : <Button onClick={() => setOpen(true)}>{words.read}</Button>}
    </Flex>
  );
}

function LoadedMapping(props: TabProps): ReactNode {
  const { home, settings } = props;
  // One agreement on the screens, the portal's first.
  const agreement = settings.portal.agreement?.id ?? 'main';
  const load = useCallback(
    () => ask(home.server, 'readMapping', { query: { agreement } }),
    [home, agreement],
  );
  const { loaded, reload } = useLoaded(load);
  const afterwards = useCallback(() => {
    reload();
    props.reload();
  }, [reload, props.reload]);
  return (
    <ShowLoaded loaded={loaded} words={home.words} reload={reload}>
      {(mapping) => (
        <MappingForm
          key={mapping.base.hash}
          mapping={mapping}
          agreement={agreement}
          home={home}
          reload={afterwards}
        />
      )}
    </ShowLoaded>
  );
}

type FormProps = Pick<TabProps, 'home' | 'reload'> & {
  readonly mapping: Mapping;
  readonly agreement: string;
};

function MappingForm({ mapping, agreement, home, reload }: FormProps): ReactNode {
  const { words, server } = home;
  const { mapping: texts } = words.account;
  const [wish, setWish] = useState(() => wishOf(mapping));
  const [saved, setSaved] = useState<Saved | null>(null);
  // Loading anew would take what was saved, and what it changes, off the page.
  const { isRunning, run } = useAction(words, stay);
  const save = async (): Promise<void> => {
    setSaved(await ask(server, 'changeMapping', { query: { agreement }, body: bodyOf(wish, mapping) }));
  };
  if (saved !== null) return <SavedMapping saved={saved} words={words} reload={reload} />;
  const { version, isDraft } = mapping.base;
  return (
    <>
      <Text>{isDraft ? texts.fromDraft(version) : texts.fromForce(version)}</Text>
      <ButtonRow>
        <Button onClick={() => setWish(withProposals(wish, mapping))}>{texts.take}</Button>
        <Button
          variant="primary"
          disabled={isRunning || !isConfirmed(wish)}
          onClick={() => run(save, words.done)}
        >
          {texts.save}
        </Button>
      </ButtonRow>
      {isConfirmed(wish) ? null : <Alert title={texts.confirmFirst} variant="warning" />}
      <Choices wish={wish} setWish={setWish} mapping={mapping} words={words} />
    </>
  );
}

function stay(): void {}

interface ChoicesProps {
  readonly wish: Wish;
  readonly setWish: (wish: Wish) => void;
  readonly mapping: Mapping;
  readonly words: TabProps['home']['words'];
}

function Choices({ wish, setWish, mapping, words }: ChoicesProps): ReactNode {
  const { mapping: texts } = words.account;
  return (
    <>
      <LeadAnswers wish={wish} setWish={setWish} mapping={mapping} words={words} />
      <Toggle
        name="dealCreated"
        label={texts.deals}
        labelDisplay="inline"
        checked={wish.dealCreated}
        textChecked={words.settings.on}
        textUnchecked={words.settings.off}
        onChange={(dealCreated) => setWish({ ...wish, dealCreated })}
      />
      <Heading>{texts.stages}</Heading>
      <StageValues
        mapping={mapping}
        said={wish.stages}
        words={words}
        change={(stages) => setWish({ ...wish, stages })}
      />
      <Heading>{texts.fields}</Heading>
      <Text>{texts.fieldsWhy}</Text>
      <MappedFields
        mapping={mapping}
        said={wish.fields}
        words={words}
        change={(fields) => setWish({ ...wish, fields })}
      />
      <Heading>{texts.outputs}</Heading>
      <Text>{texts.outputsWhy}</Text>
      <MappedOutputs
        mapping={mapping}
        said={wish.outputs}
        words={words}
        change={(outputs) => setWish({ ...wish, outputs })}
      />
    </>
  );
}

function LeadAnswers({ wish, setWish, mapping, words }: ChoicesProps): ReactNode {
  const { mapping: texts } = words.account;
  const { leadStatus, hubspotLeads, reasons } = mapping;
  return (
    <>
      <Heading>{texts.leadStatus}</Heading>
      {leadStatus.length === 0 ? <Text>{texts.noLeadStatus}</Text> : null}
      <MappedValues
        name="leadStatus"
        values={leadStatus}
        said={wish.leadStatus}
        reasons={reasons}
        words={words}
        change={(said) => setWish({ ...wish, leadStatus: said })}
      />
      <Heading>{texts.leadStages}</Heading>
      {hubspotLeads === null ? <Text>{texts.noLeads}</Text> : null}
      <MappedValues
        name="leadStages"
        values={hubspotLeads?.stages ?? []}
        said={wish.leadStages}
        reasons={reasons}
        words={words}
        change={(said) => setWish({ ...wish, leadStages: said })}
      />
      {hubspotLeads === null ? null : <Heading>{texts.leadReasons}</Heading>}
      <MappedValues
        name="leadReasons"
        isReason
        values={hubspotLeads?.reasons ?? []}
        said={wish.leadReasons}
        reasons={reasons}
        words={words}
        change={(said) => setWish({ ...wish, leadReasons: said })}
      />
    </>
  );
}

function SavedMapping({
  saved: { version, problems, changes },
  words,
  reload,
}: Pick<ChoicesProps, 'words'> & { readonly saved: Saved; readonly reload: () => void }): ReactNode {
  const { settings, account } = words;
  return (
    <>
      <Alert title={account.mapping.saved(version)} variant="success" />
      <Problems problems={problems} words={words} />
      {changes === null ? null : (
        <>
          <Heading>{settings.compare}</Heading>
          {changes.length === 0 ? <Text>{settings.noChanges}</Text> : null}
          <List variant="unordered-styled">
            {changes.map(({ path, text }) => (
              <Text key={`${path} ${text}`}>{text}</Text>
            ))}
          </List>
        </>
      )}
      <Button onClick={reload}>{words.reload}</Button>
    </>
  );
}
