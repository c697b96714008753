import { Button } from '@mantine/core';
import { useDebouncedValue, useMediaQuery } from '@mantine/hooks';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { ask } from '../../web/connection.ts';
import { format } from '../../web/format.ts';
import { Dialog } from '../../web/kit/Dialog.tsx';
import { Form, sendByKeys } from '../../web/kit/Form.tsx';
import { keepDraft, readDraft } from '../../web/kit/drafts.ts';
import { KeyHint } from '../../web/kit/KeyHint.tsx';
import { QueryProblem } from '../../web/kit/QueryProblem.tsx';
import { t as web } from '../../web/messages/en.ts';
import type { LogAbout } from '../../web/shell/log.ts';
import { relationshipContract as api } from '../contract.ts';
import { usual } from '../kinds.ts';
import { accountQuery } from './data.ts';
import { HowItWent } from './HowItWent.tsx';
import css from './log.module.css';
import { emptyDraft, isWorthKeeping, parseDraft, tiles, otherKinds, touchpointOf, type LogDraft } from './logDraft.ts';
import { t } from './logMessages.ts';
import { LogMore } from './LogMore.tsx';
import { LogWhat } from './LogWhat.tsx';
import { LogWho } from './LogWho.tsx';
import { saveLog } from './saveLog.ts';

const draftName = 'log';

/** Logs a touchpoint in three taps: what, with whom, how it went. The rest is optional; nothing typed is lost. */
export function LogDialog({ about, onClose }: { about: LogAbout; onClose: () => void }) {
  const phone = useMediaQuery('(max-width: 640px)', false);
  const [kept] = useState(() => parseDraft(readDraft(draftName)));
  const [draft, setDraft] = useState<LogDraft>(() => begin(about, kept));
  const change = (part: Partial<LogDraft>) => {
    const next = { ...draft, ...part };
    setDraft(next);
    keepDraft(draftName, isWorthKeeping(next) ? JSON.stringify(next) : undefined);
  };
  const account = useQuery({ ...accountQuery(draft.accountId ?? ''), enabled: draft.accountId !== null }).data;
  const save = useMutation({
    mutationFn: async () => {
      if (draft.accountId !== null) await saveLog({ ...draft, accountId: draft.accountId }, account?.name ?? '');
    },
    onSuccess: () => {
      keepDraft(draftName, undefined);
      onClose();
    },
  });
  const mayChange = draft.accountId !== null && !save.isPending;
  return (
    <Dialog
      onClose={onClose}
      fullScreen={phone}
      size={520}
      yOffset="6vh"
      padding={0}
      title={t('title')}
      classNames={{
        header: css.header ?? '',
        title: css.title ?? '',
        body: css.body ?? '',
        content: css.content ?? '',
      }}
      closeButtonProps={{ 'aria-label': web('app.close'), size: phone ? 44 : 28 }}
    >
      <Form className={css.form} onSend={() => mayChange && save.mutate()} onKeyDown={sendByKeys}>
        {isWorthKeeping(draft) && (
          <button
            type="button"
            className={css.kept}
            onClick={() => {
              keepDraft(draftName, undefined);
              setDraft({ ...emptyDraft, accountId: draft.accountId });
            }}
          >
            {t('draft kept')} · {t('draft discard')}
          </button>
        )}
        <div className={css.scroll}>
          <LogWhat kind={draft.kind} onKind={(kind) => change({ kind })} />
          <LogWho
            accountId={draft.accountId}
            contactIds={draft.contactIds}
            onAccount={(accountId) => change({ accountId, contactIds: [] })}
            onContacts={(contactIds) => change({ contactIds })}
          />
          <section className={css.part}>
            <h3>{t('how')}</h3>
            <HowItWent value={draft.expectation} onChange={(expectation) => change({ expectation })} />
          </section>
          <LogMore draft={draft} onChange={change} />
        </div>
        <footer className={css.footer}>
          {save.error && <QueryProblem error={save.error} kept={t('kept')} />}
          <Preview draft={draft} />
          <Button
            type="submit"
            size={phone ? 'lg' : 'md'}
            fullWidth
            disabled={draft.accountId === null}
            loading={save.isPending}
          >
            {t('save')}
            <Seconds />
            {!phone && <KeyHint keys="mod+enter" onAccent className={css.hint} />}
          </Button>
        </footer>
      </Form>
    </Dialog>
  );
}

/** What was kept goes on; with another account in view than the kept draft's, that account is meant now. */
function begin(about: LogAbout, kept: LogDraft | undefined): LogDraft {
  const start = kept ?? emptyDraft;
  const kind =
    [...tiles, ...otherKinds].find((each) => each === about.kind) ??
    tiles.find((tile) => usual[tile].channel === about.channel);
  const other = about.accountId !== undefined && about.accountId !== start.accountId;
  return {
    ...start,
    ...(kind === undefined ? {} : { kind }),
    ...(other ? { accountId: about.accountId!, contactIds: [] } : {}),
    ...(about.contactId !== undefined && (other || start.contactIds.length === 0)
      ? { contactIds: [about.contactId] }
      : {}),
  };
}

/** What trust and interest will be after saving, about: the model is asked without saving. */
function Preview({ draft }: { draft: LogDraft }) {
  const { accountId, kind, expectation } = draft;
  const [settled] = useDebouncedValue({ accountId, kind, expectation }, 150);
  const { data } = useQuery({
    queryKey: [api.previewTouchpoint.path, settled],
    queryFn: ({ signal }) =>
      ask(
        api.previewTouchpoint,
        { body: touchpointOf({ ...emptyDraft, ...settled, accountId: settled.accountId! }, settled.kind) },
        { signal },
      ),
    enabled: settled.accountId !== null,
    placeholderData: (before) => before,
  });
  if (accountId === null) return <p className={css.preview}>{t('preview.choose')}</p>;
  return (
    <p className={css.preview} aria-live="polite">
      <span>{t('preview')}</span>
      {data &&
        (['trust', 'interest'] as const).map((line) => (
          <b key={line} className={line}>
            {t('preview.line', {
              line: web(`line.${line}`).toLocaleLowerCase(format.locale),
              before: format.number(data.before[line]),
              after: format.number(data.after[line]),
            })}
          </b>
        ))}
    </p>
  );
}

/** How long it took so far: logging is meant to take less than ten seconds. */
function Seconds() {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setSeconds((before) => before + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  if (seconds === 0 || seconds > 60) return null;
  return (
    <span className={css.seconds} aria-hidden="true">
      {t('save.seconds', { count: seconds })}
    </span>
  );
}
