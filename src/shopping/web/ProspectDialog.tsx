import { Button, SegmentedControl, Select, Textarea, TextInput } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { relationshipContract } from '../../relationship/contract.ts';
import { words } from '../../relationship/web/words.ts';
import { useAct, useAnswer } from '../../web/api.ts';
import { format } from '../../web/format.ts';
import { Dialog } from '../../web/kit/Dialog.tsx';
import { Form, FormButtons } from '../../web/kit/Form.tsx';
import { useMay } from '../../web/session.ts';
import { openLog } from '../../web/shell/log.ts';
import { notify } from '../../web/shell/toasts.ts';
import { shoppingContract as api } from '../contract.ts';
import type { NeedStanding, Prospect } from '../segments/contract.ts';
import { t } from './messages.ts';
import { saleFrom } from './saleFrom.ts';
import css from './shopping.module.css';
import { TouchpointLine } from './TouchpointLine.tsx';

const touches = [api.listNeeds, api.listSegmentMembers, api.readSegmentFigures, api.readProspect, api.listSegments];

/** One need of one account: its evidence, and what moves it on. */
export function ProspectDialog({ standing, onClose }: { standing: NeedStanding; onClose: () => void }) {
  const mayWrite = useMay('account:write');
  const prospect = useAnswer(
    api.readProspect,
    { params: { id: standing.prospectId ?? '' } },
    { enabled: standing.prospectId !== null },
  ).data;
  const { account, segment } = standing;
  return (
    <Dialog onClose={onClose} size="lg" title={t('prospect.title', { name: account.name, segment: segment.name })}>
      <div className={css.form}>
        <div className={css.facts}>
          <span>
            <b>{t(`stage.${standing.stage}`)}</b> {t('needs.since', { date: format.date(standing.since, 'full') })}
          </span>
          {(segment.need ?? segment.offering) !== null && (
            <span>
              {t('prospect.need')}: <b>{segment.need ?? segment.offering}</b>
            </span>
          )}
          {prospect && <span>{t(`preference.${prospect.preference}`)}</span>}
        </div>
        <p className={css.found}>
          <b>{t(`advice.${standing.advice}`)}.</b> {t(`advice.${standing.advice} why`)}
        </p>
        <ToDo standing={standing} />
        {prospect && <Evidence prospect={prospect} />}
        {mayWrite && standing.prospectId === null && standing.stage === 'suspect' && (
          <MakeProspect standing={standing} onDone={onClose} />
        )}
        {mayWrite && prospect && standing.stage !== 'ended' && (
          <Preference key={prospect.version} prospect={prospect} />
        )}
        {mayWrite && prospect && <EndOrAgain key={`end ${prospect.version}`} prospect={prospect} onDone={onClose} />}
        <div className={css.left}>
          <Button component={Link} to={`/accounts/${account.id}`} variant="default">
            {t('prospect.open account')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

/** The advice as a button: a sale is opened with what is known here, anything else is done and logged, or planned. */
function ToDo({ standing }: { standing: NeedStanding }) {
  const maySell = useMay('opportunity:write');
  const mayLog = useMay('touchpoint:write');
  const navigate = useNavigate();
  const { account, advice } = standing;
  if (advice === 'nothing') return null;
  return (
    <div className={css.left}>
      {maySell && standing.stage === 'prospect' && (
        <Button
          variant={advice === 'open a sale' ? 'filled' : 'default'}
          onClick={() => void navigate(saleFrom(standing))}
        >
          {t('advice.open a sale')}
        </Button>
      )}
      {mayLog && advice !== 'open a sale' && advice !== 'wait' && (
        <Button variant="default" onClick={() => openLog({ accountId: account.id })}>
          {t('prospect.log')}
        </Button>
      )}
    </div>
  );
}

function Evidence({ prospect }: { prospect: Prospect }) {
  return (
    <section aria-label={t('prospect.evidence')}>
      <ul className={css.list}>
        {prospect.evidence.map((each) => (
          <li key={each.id} className={css.row}>
            <span className={css.two}>
              <span className={css.first}>{t(`what.${each.what}`)}</span>
              {each.touchpoint && (
                <TouchpointLine id={each.touchpoint.id} kind={each.touchpoint.kind} subject={each.touchpoint.subject} />
              )}
              {each.note !== null && <span className={`${css.second} ${css.wrap}`}>{each.note}</span>}
            </span>
            <span className={css.second}>
              {[each.memberName, format.date(each.at, 'full')].filter(Boolean).join(', ')}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Which touchpoint shows it: the account's newest, chosen by hand. */
function TouchpointChoice({
  accountId,
  value,
  onChange,
}: {
  accountId: string;
  value: string | null;
  onChange: (id: string | null) => void;
}) {
  const found = useAnswer(
    relationshipContract.listTouchpoints,
    { query: { account: accountId, limit: '50' } },
    { meta: { hears: ['touchpoint'], accountId } },
  ).data?.items;
  if (found?.length === 0)
    return (
      <div className={css.banner}>
        {t('prospect.no touchpoint')}
        <Button variant="default" onClick={() => openLog({ accountId })}>
          {t('prospect.log')}
        </Button>
      </div>
    );
  return (
    <Select
      label={t('prospect.which')}
      required
      searchable
      data={(found ?? []).map((each) => ({
        value: each.id,
        label: `${format.date(each.at, 'dayYear')} · ${words(`kind.${each.kind}`)} · ${each.subject}`.slice(0, 120),
      }))}
      value={value}
      onChange={onChange}
    />
  );
}

function MakeProspect({ standing, onDone }: { standing: NeedStanding; onDone: () => void }) {
  const [touchpointId, setTouchpoint] = useState(standing.signal?.touchpointId ?? null);
  const [need, setNeed] = useState<'expressed' | 'identified'>('expressed');
  const [note, setNote] = useState('');
  const make = useAct(api.makeProspect, { touches });
  const { account, segment } = standing;
  return (
    <Form
      onSend={() => {
        if (touchpointId === null) return;
        void make
          .mutateAsync({
            input: {
              body: {
                segmentId: segment.id,
                accountId: account.id,
                need,
                touchpointId,
                ...(note.trim() === '' ? {} : { note: note.trim() }),
              },
            },
          })
          .then(() => {
            notify(t('prospect.made', { name: account.name }));
            onDone();
          })
          .catch(() => {});
      }}
    >
      <p className={css.words}>{t('prospect.make hint')}</p>
      <SegmentedControl
        aria-label={t('prospect.how')}
        data={[
          { value: 'expressed', label: t('prospect.expressed') },
          { value: 'identified', label: t('prospect.identified') },
        ]}
        value={need}
        onChange={(value) => setNeed(value === 'identified' ? 'identified' : 'expressed')}
      />
      <TouchpointChoice accountId={account.id} value={touchpointId} onChange={setTouchpoint} />
      <Textarea
        label={t('prospect.note')}
        maxLength={2000}
        autosize
        minRows={2}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <div className={css.buttons}>
        <Button type="submit" loading={make.isPending} disabled={touchpointId === null}>
          {t('prospect.make')}
        </Button>
      </div>
    </Form>
  );
}

function Preference({ prospect }: { prospect: Prospect }) {
  const [preference, setPreference] = useState<'yes' | 'no'>(prospect.preference === 'no' ? 'no' : 'yes');
  const [touchpointId, setTouchpoint] = useState<string | null>(null);
  const note = useAct(api.notePreference, { touches });
  return (
    <Form
      onSend={() => {
        if (touchpointId === null) return;
        void note
          .mutateAsync({
            input: { params: { id: prospect.id }, body: { preference, touchpointId } },
            options: { ifMatch: prospect.version },
          })
          .then(() => notify(t('prospect.noted')))
          .catch(() => {});
      }}
    >
      <SegmentedControl
        aria-label={t('prospect.choice')}
        data={[
          { value: 'yes', label: `${t('prospect.choice')} ${t('prospect.choice yes')}` },
          { value: 'no', label: t('prospect.choice no') },
        ]}
        value={preference}
        onChange={(value) => setPreference(value === 'no' ? 'no' : 'yes')}
      />
      <TouchpointChoice accountId={prospect.accountId} value={touchpointId} onChange={setTouchpoint} />
      <div className={css.buttons}>
        <Button type="submit" variant="default" loading={note.isPending} disabled={touchpointId === null}>
          {t('prospect.choice do')}
        </Button>
      </div>
    </Form>
  );
}

function EndOrAgain({ prospect, onDone }: { prospect: Prospect; onDone: () => void }) {
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const end = useAct(api.endProspect, { touches });
  const again = useAct(api.takeUpProspect, { touches });
  const ended = prospect.endedAt !== null;
  const verb = t(ended ? 'prospect.take up' : 'prospect.end');
  if (!asking)
    return (
      <div className={css.left}>
        <Button variant="subtle" onClick={() => setAsking(true)}>
          {verb}
        </Button>
      </div>
    );
  return (
    <Form
      onSend={() => {
        const input = {
          input: { params: { id: prospect.id }, body: { reason } },
          options: { ifMatch: prospect.version },
        };
        void (ended ? again.mutateAsync(input) : end.mutateAsync(input)).then(onDone).catch(() => {});
      }}
    >
      <TextInput
        label={t(ended ? 'prospect.take up why' : 'prospect.end why')}
        required
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        data-autofocus
      />
      <FormButtons send={verb} busy={end.isPending || again.isPending} onCancel={() => setAsking(false)} />
    </Form>
  );
}
