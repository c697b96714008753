import { Button, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../../web/connection.ts';
import { format } from '../../../web/format.ts';
import { Avatar } from '../../../web/kit/Avatar.tsx';
import { FormButtons } from '../../../web/kit/Form.tsx';
import { FormDialog } from '../../../web/kit/FormDialog.tsx';
import { SidePanel } from '../../../web/kit/SidePanel.tsx';
import { BlockSkeleton } from '../../../web/kit/Skeletons.tsx';
import { handoffsContract as api, type HandoffDetail } from '../contract.ts';
import { farmersQuery, step } from './data.ts';
import css from './handoffs.module.css';
import { t } from './messages.ts';

/** Whose turn it is and what they can do, then what happened so far. */
export function HandoffPanel({ handoff, now }: { handoff: HandoffDetail; now: Date }) {
  const [asking, setAsking] = useState<'return' | 'override'>();
  const { id, version, mine } = handoff;
  const at = { ifMatch: version };
  return (
    <SidePanel title={t('farmers.title')}>
      {handoff.onePerson && handoff.tied && <p className={css.stays}>{t('stays.self')}</p>}
      {!handoff.onePerson &&
        handoff.ties.slice(0, 1).map((tie) => (
          <p key={tie} className={css.stays}>
            {t(`stays.${tie}`, { name: handoff.hunter.name })}
          </p>
        ))}
      {handoff.onePerson && mine.offer && (
        <Button
          fullWidth
          onClick={() => void step(() => ask(api.acceptHandoff, { params: { id } }, at), t('said.over'))}
          disabled={handoff.missing.length > 0}
        >
          {t('self.close')}
        </Button>
      )}
      {!handoff.onePerson && mine.answer && (
        <div className={css.answer}>
          <Button
            fullWidth
            onClick={() =>
              void step(
                () => ask(api.acceptHandoff, { params: { id } }, at),
                t('said.accepted', { name: handoff.accountName ?? '' }),
              )
            }
          >
            {t('accept')}
          </Button>
          <p className={css.hint}>{t('accept.hint')}</p>
          <Button fullWidth variant="default" onClick={() => setAsking('return')}>
            {t('return.title')}
          </Button>
        </div>
      )}
      {!handoff.onePerson && mine.offer && <Farmers handoff={handoff} />}
      {handoff.tied && !handoff.onePerson && handoff.farmer && handoff.introducedAt === null && (
        <Button
          fullWidth
          variant="default"
          mt={8}
          onClick={() =>
            void step(() => ask(api.introduceFarmer, { params: { id }, body: {} }, at), t('introduced.done'))
          }
        >
          {t('introduced')}
        </Button>
      )}
      <h3 className={css.small}>{t('events.title')}</h3>
      <ol className={css.events}>
        {handoff.events.length === 0 && <li>{t('event.none')}</li>}
        {handoff.events.toReversed().map((event) => (
          <li key={`${event.kind}${event.at}`}>
            <span>
              {t(`event.${event.kind}`, {
                name: event.memberName,
                farmer: event.farmerName ?? '',
                reason: event.reason ?? '',
              })}
            </span>
            <span className={css.when}>{format.day(event.at, now)}</span>
            {event.questions.map((question) => (
              <q key={question} className={css.question}>
                {question}
              </q>
            ))}
          </li>
        ))}
      </ol>
      <h3 className={css.small}>{t('checkpoints')}</h3>
      <p className={css.quietLine}>{handoff.checkpoints.map((each) => format.dated(each, now)).join(' · ')}</p>
      {mine.override && (
        <Button fullWidth variant="subtle" mt={12} onClick={() => setAsking('override')}>
          {t('override')}
        </Button>
      )}
      {asking === 'return' && (
        <Ask
          title={t('return.title')}
          label={t('return.what')}
          go={t('return.go')}
          onClose={() => setAsking(undefined)}
          onGo={(text) =>
            step(
              () =>
                ask(
                  api.returnHandoff,
                  {
                    params: { id },
                    body: {
                      questions: text
                        .split('\n')
                        .map((line) => line.trim())
                        .filter(Boolean)
                        .slice(0, 10),
                    },
                  },
                  at,
                ),
              t('said.returned'),
            )
          }
        />
      )}
      {asking === 'override' && (
        <Ask
          title={t('override.title')}
          label={t('override.why')}
          hint={t('override.hint')}
          go={t('override.go')}
          onClose={() => setAsking(undefined)}
          onGo={(text) =>
            step(() => ask(api.overrideHandoff, { params: { id }, body: { reason: text } }, at), t('said.over'))
          }
        />
      )}
    </SidePanel>
  );
}

function Farmers({ handoff }: { handoff: HandoffDetail }) {
  const { data } = useQuery(farmersQuery(handoff.id));
  if (!data) return <BlockSkeleton height={160} />;
  // Who has been asked already is not asked again.
  const others = data.items.filter((farmer) => handoff.state !== 'offered' || farmer.id !== handoff.farmer?.id);
  if (others.length === 0) return <p className={css.hint}>{t('farmers.none')}</p>;
  return (
    <>
      {handoff.state === 'offered' && <h3 className={css.small}>{t('farmers.other')}</h3>}
      <p className={css.hint}>{t('farmers.advice')}</p>
      <ul className={css.farmers}>
        {others.slice(0, 6).map((farmer, i) => (
          <li key={farmer.id}>
            <Avatar name={farmer.name} />
            <span className={css.farmer}>
              <b>{farmer.name}</b>
              <span className={css.quietLine}>
                {t('farmers.load', { customers: farmer.customers, free: farmer.free })}
              </span>
              <span className={css.quietLine}>
                {format.list(farmer.reasons.map((reason) => t(`farmers.${reason}`)))}
              </span>
            </span>
            <Button
              size="xs"
              variant={i === 0 && handoff.state !== 'offered' ? 'filled' : 'default'}
              disabled={farmer.free === 0 || handoff.missing.length > 0 || handoff.unrealistic > 0}
              aria-label={`${t(handoff.state === 'open' ? 'offer' : 'offer again')}: ${farmer.name}`}
              onClick={() =>
                void step(
                  () =>
                    ask(
                      api.offerHandoff,
                      { params: { id: handoff.id }, body: { farmerId: farmer.id } },
                      { ifMatch: handoff.version },
                    ),
                  t('said.offered', { name: farmer.name }),
                )
              }
            >
              {handoff.state === 'open' ? t('offer') : t('offer again')}
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}

function Ask({
  title,
  label,
  hint,
  go,
  onGo,
  onClose,
}: {
  title: string;
  label: string;
  hint?: string;
  go: string;
  onGo: (text: string) => Promise<boolean>;
  onClose: () => void;
}) {
  const [text, setText] = useState('');
  return (
    <FormDialog
      onClose={onClose}
      title={title}
      onSend={() => void onGo(text.trim()).then((taken) => taken && onClose())}
    >
      <Textarea
        data-autofocus
        required
        autosize
        minRows={3}
        label={label}
        {...(hint ? { description: hint } : {})}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <FormButtons send={go} disabled={text.trim().length < 5} onCancel={onClose} />
    </FormDialog>
  );
}
