import { ask } from '../../../web/connection.ts';
import { problemText } from '../../../web/kit/QueryProblem.tsx';
import { notify, notifyProblem, notifyUndo } from '../../../web/shell/toasts.ts';
import { caseContract as api } from '../contract.ts';
import type { CaseItem } from '../records.ts';
import { readCasesAgain } from './data.ts';
import { t } from './messages.ts';

/** What the keys and buttons of a case do; each says what was done, and how it is taken back where it can be. */

type Known = Pick<CaseItem, 'id' | 'subject' | 'version'>;
const of = (row: Known) => [{ params: { id: row.id } }, { ifMatch: row.version }] as const;

async function told(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    notifyProblem(problemText(error));
  }
  await readCasesAgain();
}

export const waitFor = (row: Known) =>
  told(async () => {
    const after = await ask(api.waitForCustomer, ...of(row));
    notifyUndo(t('done.waiting'), () => resume(after));
  });

export const resume = (row: Known) =>
  told(async () => {
    await ask(api.resumeCase, ...of(row));
    notify(t('done.resumed'));
  });

export const solve = (row: Known) =>
  told(async () => {
    const after = await ask(api.solveCase, { params: { id: row.id }, body: {} }, { ifMatch: row.version });
    notifyUndo(t('done.solved', { subject: row.subject }), () => reopen(after, t('reopen.undo')));
  });

export const close = (row: Known) =>
  told(async () => {
    await ask(api.closeCase, ...of(row));
    notify(t('done.closed'));
  });

export const reopen = (row: Known, reason: string) =>
  told(async () => {
    await ask(api.reopenCase, { params: { id: row.id }, body: { reason } }, { ifMatch: row.version });
    notify(t('done.reopened'));
  });

export const remove = (row: Known) =>
  told(async () => {
    await ask(api.deleteCase, { params: { id: row.id } });
    notifyUndo(t('done.deleted', { subject: row.subject }), () =>
      told(async () => void (await ask(api.restoreCase, { params: { id: row.id } }))),
    );
  });

export const merge = (row: Known, into: { id: string; subject: string }) =>
  told(async () => {
    const after = await ask(
      api.mergeCase,
      { params: { id: row.id }, body: { intoId: into.id } },
      { ifMatch: row.version },
    );
    notifyUndo(t('case.merged done', { subject: into.subject }), () => takeOut(after));
  });

export const takeOut = (row: Known) =>
  told(async () => {
    await ask(api.unmergeCase, ...of(row));
    notify(t('case.taken out', { subject: row.subject }));
  });

type Change = Partial<Record<'ownerId' | 'teamId' | 'contactId', string | null>> & {
  severity?: CaseItem['severity'];
  kind?: CaseItem['kind'];
};

export const change = (row: Known, body: Change, before: Change) =>
  told(async () => {
    const after = await ask(api.changeCase, { params: { id: row.id }, body }, { ifMatch: row.version });
    notifyUndo(t('done.changed'), () =>
      told(
        async () =>
          void (await ask(api.changeCase, { params: { id: row.id }, body: before }, { ifMatch: after.version })),
      ),
    );
  });

export const copyLink = (row: Known) =>
  told(async () => {
    const { path } = await ask(api.makeCaseLink, { params: { id: row.id } });
    await navigator.clipboard.writeText(location.origin + path);
    notify(t('link.copied'));
  });

export const endLinks = (row: Known) =>
  told(async () => {
    await ask(api.endCaseLink, { params: { id: row.id } });
    notify(t('link.ended'));
  });
