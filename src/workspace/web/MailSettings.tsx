import { Button, Select } from '@mantine/core';
import { useState } from 'react';
import { useAct, useAnswer, useRows } from '../../web/api.ts';
import { format } from '../../web/format.ts';
import { ConfirmButton } from '../../web/kit/ConfirmButton.tsx';
import { QueryProblem } from '../../web/kit/QueryProblem.tsx';
import { RowsSkeleton } from '../../web/kit/Skeletons.tsx';
import { notify } from '../../web/shell/toasts.ts';
import { mailContract, mailStates } from '../mail/contract.ts';
import { Part } from './Part.tsx';
import css from './Settings.module.css';
import { t } from './settingsMessages.ts';

/** Whether mail leaves, and what of it waits or failed. */
export default function MailSettings() {
  const [now] = useState(() => Date.now());
  const [state, setState] = useState<(typeof mailStates)[number]>('waiting');
  const outbox = useAnswer(mailContract.readOutbox, undefined, { meta: { hears: ['mail'] } });
  const letters = useRows(mailContract.listMail, { query: { state } }, { meta: { hears: ['mail'] } });
  const touches = [mailContract.readOutbox, mailContract.listMail];
  const tryMail = useAct(mailContract.tryMail, { touches });
  const again = useAct(mailContract.sendAgain, { touches });
  const discard = useAct(mailContract.throwAway, { touches });
  if (!outbox.data) return outbox.error ? <QueryProblem error={outbox.error} /> : <RowsSkeleton rows={4} />;
  const { from, address, ...counts } = outbox.data;
  return (
    <Part
      title={t('mail')}
      intro={t('mail.intro')}
      action={
        from !== null && (
          <Button
            variant="default"
            loading={tryMail.isPending}
            onClick={() => void tryMail.mutateAsync({}).then(({ to }) => notify(t('mail.tried', { to })))}
          >
            {t('mail.try')}
          </Button>
        )
      }
    >
      <p className={css.empty}>{from === null ? `${t('mail.off')} ${t('mail.off do')}` : t('mail.on', { from })}</p>
      {from !== null && address === null && <p className={css.empty}>{t('mail.no address')}</p>}
      <p className={css.empty}>{t('mail.counts', counts)}</p>
      <div className={css.tools}>
        <Select
          label={t('mail.state')}
          data={mailStates.map((value) => ({ value, label: t(`mail.${value}`) }))}
          value={state}
          allowDeselect={false}
          onChange={(value) => setState(mailStates.find((each) => each === value) ?? 'waiting')}
        />
      </div>
      {letters.problem && <QueryProblem error={letters.problem} />}
      {letters.rows.length === 0 && letters.loading && <RowsSkeleton rows={4} />}
      {letters.rows.length === 0 && !letters.loading && !letters.problem && (
        <p className={css.empty}>{t(`mail.empty ${state}`)}</p>
      )}
      <ul className={letters.rows.length > 0 ? css.list : undefined}>
        {letters.rows.map((letter) => (
          <li key={letter.id} className={css.row}>
            <span className={css.main}>
              <span className={css.first}>{letter.subject}</span>
              <span className={`${css.second} ${css.wrap}`}>
                {[
                  letter.to,
                  ...(letter.attempts > 0 ? [t('mail.tries', { count: letter.attempts })] : []),
                  ...(letter.error === null ? [] : [letter.error]),
                  ...(letter.dueAt !== null && letter.attempts > 0
                    ? [t('mail.next', { when: format.relative(letter.dueAt, now) })]
                    : []),
                ].join(' · ')}
              </span>
            </span>
            <time className={css.time} dateTime={letter.createdAt} title={format.date(letter.createdAt, 'full')}>
              {format.relative(letter.createdAt, now)}
            </time>
            {letter.state !== 'sent' && (
              <span className={css.buttons}>
                {letter.attempts > 0 && (
                  <Button
                    variant="default"
                    size="xs"
                    onClick={() => again.mutate({ input: { params: { id: letter.id } } })}
                  >
                    {t('mail.again')}
                  </Button>
                )}
                <ConfirmButton
                  label={t('mail.discard')}
                  confirm={t('mail.discard')}
                  onConfirm={() =>
                    void discard
                      .mutateAsync({ input: { params: { id: letter.id } } })
                      .then(() => notify(t('mail.discarded')))
                  }
                />
              </span>
            )}
          </li>
        ))}
      </ul>
      {letters.hasMore && (
        <Button className={css.end ?? ''} variant="default" onClick={letters.onMore} loading={letters.loading}>
          {t('more')}
        </Button>
      )}
    </Part>
  );
}
