import { ask } from '../../web/connection.ts';
import { problemText } from '../../web/kit/QueryProblem.tsx';
import { queries } from '../../web/queries.ts';
import { notifyProblem, notifyUndo } from '../../web/shell/toasts.ts';
import { purchaseContract as api } from '../contract.ts';
import type { Card } from '../records.ts';
import type { BuyingStage } from '../stages.ts';
import type { Answer } from '../../platform/contract.ts';
import { readSalesAgain } from './data.ts';
import { t } from './messages.ts';
import { missingEvidence } from './words.ts';

export type Movable = Pick<Card, 'id' | 'name' | 'stage' | 'version'>;

export interface Proofs {
  proofs?: { step: string; what: string }[];
  anyway?: string;
}

/**
 * Moves a sale: at once on the board, then at the server. Answers what evidence is missing when it was refused for that;
 * any other refusal is told and the card goes back.
 */
export async function moveSale(
  sale: Movable,
  stage: BuyingStage,
  how: Proofs = {},
): Promise<{ id: string; title: string; evidence: string }[] | undefined> {
  if (stage === sale.stage) return undefined;
  await queries.cancelQueries({ queryKey: [api.pipeline.path] });
  const before = queries.getQueriesData<Answer<typeof api.pipeline>>({ queryKey: [api.pipeline.path] });
  queries.setQueriesData<Answer<typeof api.pipeline>>(
    { queryKey: [api.pipeline.path] },
    (board) => board && withMoved(board, sale, stage),
  );
  const putBack = () => {
    for (const [key, data] of before) queries.setQueryData(key, data);
  };
  try {
    const moved = await ask(
      api.moveStage,
      { params: { id: sale.id }, body: { stage, ...how } },
      { ifMatch: sale.version },
    );
    notifyUndo(t('moved', { name: sale.name, stage: t(`stage.${stage}`) }), () =>
      moveSale({ ...sale, stage, version: moved.version }, sale.stage, { anyway: t('move.undone') }),
    );
    void readSalesAgain();
    return undefined;
  } catch (error) {
    putBack();
    const missing = missingEvidence(error);
    if (missing === undefined) {
      notifyProblem(problemText(error));
      void readSalesAgain();
    }
    return missing;
  }
}

function withMoved(board: Answer<typeof api.pipeline>, sale: Movable, stage: BuyingStage): Answer<typeof api.pipeline> {
  const card = board.stages.flatMap((each) => each.cards).find((each) => each.id === sale.id);
  if (card === undefined) return board;
  return {
    ...board,
    stages: board.stages.map((each) => ({
      ...each,
      count: each.count + (each.stage === stage ? 1 : 0) - (each.stage === card.stage ? 1 : 0),
      cards:
        each.stage === stage
          ? [{ ...card, stage, daysInStage: 0, stuck: false }, ...each.cards]
          : each.cards.filter((other) => other.id !== sale.id),
    })),
  };
}
