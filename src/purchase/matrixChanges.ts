import type { MatrixContent } from './records.ts';

/** What became another between two versions of a decision matrix, in reading order. */

export type MatrixChange =
  | { what: 'criterion added' | 'criterion removed' | 'option added' | 'option removed'; name: string }
  | { what: 'weight'; criterion: string; from: number; to: number }
  | { what: 'gate'; criterion: string; from: number | null; to: number | null }
  | { what: 'own weight'; criterion: string; member: string; from: number | null; to: number | null }
  | { what: 'score'; criterion: string; option: string; member: string; from: number | null; to: number | null }
  | { what: 'evidence'; criterion: string; option: string; member: string; to: string | null };

export function matrixChanges(before: MatrixContent, after: MatrixContent): MatrixChange[] {
  return [...axisChanges(before, after), ...weightChanges(before, after), ...scoreChanges(before, after)];
}

function axisChanges(before: MatrixContent, after: MatrixContent): MatrixChange[] {
  const gone = <T extends { id: string; name: string }>(from: readonly T[], to: readonly T[]) =>
    from.filter(({ id }) => !to.some((each) => each.id === id));
  return [
    ...gone(after.criteria, before.criteria).map(({ name }): MatrixChange => ({ what: 'criterion added', name })),
    ...gone(before.criteria, after.criteria).map(({ name }): MatrixChange => ({ what: 'criterion removed', name })),
    ...gone(after.options, before.options).map(({ name }): MatrixChange => ({ what: 'option added', name })),
    ...gone(before.options, after.options).map(({ name }): MatrixChange => ({ what: 'option removed', name })),
  ];
}

function weightChanges(before: MatrixContent, after: MatrixContent): MatrixChange[] {
  return after.criteria.flatMap((criterion) => {
    const old = before.criteria.find(({ id }) => id === criterion.id);
    if (!old) return [];
    const members = new Set([...Object.keys(before.weights), ...Object.keys(after.weights)]);
    const own = [...members].flatMap((member): MatrixChange[] => {
      const [from, to] = [
        before.weights[member]?.[criterion.id] ?? null,
        after.weights[member]?.[criterion.id] ?? null,
      ];
      return from === to ? [] : [{ what: 'own weight', criterion: criterion.name, member, from, to }];
    });
    const changes: MatrixChange[] = [];
    if (old.weight !== criterion.weight)
      changes.push({ what: 'weight', criterion: criterion.name, from: old.weight, to: criterion.weight });
    if (old.gate !== criterion.gate)
      changes.push({ what: 'gate', criterion: criterion.name, from: old.gate, to: criterion.gate });
    return [...changes, ...own];
  });
}

function scoreChanges(before: MatrixContent, after: MatrixContent): MatrixChange[] {
  const key = (score: MatrixContent['scores'][number]) => `${score.criterion} ${score.option} ${score.member}`;
  const old = new Map(before.scores.map((score) => [key(score), score]));
  const now = new Map(after.scores.map((score) => [key(score), score]));
  const names = {
    criterion: new Map([...before.criteria, ...after.criteria].map(({ id, name }) => [id, name])),
    option: new Map([...before.options, ...after.options].map(({ id, name }) => [id, name])),
  };
  // What went with a criterion or an option has been said with it.
  const stays = (score: MatrixContent['scores'][number]) =>
    [before, after].every(
      (each) =>
        each.criteria.some(({ id }) => id === score.criterion) && each.options.some(({ id }) => id === score.option),
    );
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((at): MatrixChange[] => {
    const [from, to] = [old.get(at), now.get(at)];
    const score = (to ?? from)!;
    if (!stays(score)) return [];
    const where = {
      criterion: names.criterion.get(score.criterion)!,
      option: names.option.get(score.option)!,
      member: score.member,
    };
    if (from?.score !== to?.score)
      return [{ what: 'score', ...where, from: from?.score ?? null, to: to?.score ?? null }];
    if ((from?.evidence ?? null) !== (to?.evidence ?? null))
      return [{ what: 'evidence', ...where, to: to?.evidence ?? null }];
    return [];
  });
}
