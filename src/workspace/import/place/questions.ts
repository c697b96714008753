import { accountMatchKey, contactMatchKey } from '../../../people/duplicates.ts';
import { nameKey } from '../../../people/keys.ts';
import type { Applied, Ref } from '../drafts/draft.ts';
import type { TargetName } from '../targets/names.ts';

/** What rows ask of the records that there are. */
export type Questions = {
  keys: Set<string>;
  /** Target → the forms in which its names are kept. */
  names: Map<TargetName, Set<string>>;
  domains: Set<string>;
  emails: Set<string>;
  evidence: Set<string>;
  /** Names as they are said, target by target: a slip of the finger is looked for among all. */
  said: Map<TargetName, Set<string>>;
  /** Targets of which all records were asked for, or would have been too many. */
  whole: Set<TargetName>;
};

export const nothingAsked = (): Questions => ({
  keys: new Set(),
  names: new Map(),
  domains: new Set(),
  emails: new Set(),
  evidence: new Set(),
  said: new Map(),
  whole: new Set(),
});

/** What these rows ask and nobody asked before; from now on it was. */
export function newQuestions(applied: readonly Applied[], before: Questions): Questions {
  const fresh = nothingAsked();
  const ask = (of: 'keys' | 'domains' | 'emails' | 'evidence', is: string) => {
    if (before[of].has(is)) return;
    before[of].add(is);
    fresh[of].add(is);
  };
  const name = (target: TargetName, is: string) => {
    const said = setOf(before.said, target);
    if (said.has(is)) return;
    said.add(is);
    setOf(fresh.said, target).add(is);
    const key = keptName(target, is);
    const known = setOf(before.names, target);
    if (key === '' || known.has(key)) return;
    known.add(key);
    setOf(fresh.names, target).add(key);
  };
  const follow = (ref: Ref) => {
    for (const { by, is } of ref.lookups) {
      if (by === 'key') ask('keys', is);
      else if (by === 'email') ask('emails', is);
      else name(ref.target, is);
    }
  };
  for (const { drafts } of applied)
    for (const draft of drafts) {
      if (draft.target === 'touchpoint') ask('evidence', draft.evidence ?? draft.key);
      else ask('keys', draft.key);
      for (const field in draft.refs) follow(draft.refs[field]!);
      for (const ref of draft.participants) follow(ref);
      for (const key of draft.alike) {
        if (key.startsWith('domain:')) ask('domains', key.slice(7));
        if (key.startsWith('email:')) ask('emails', key.slice(6));
      }
      const said = draft.values['name'];
      if (typeof said === 'string' && (draft.target === 'account' || draft.target === 'contact'))
        name(draft.target, said);
    }
  return fresh;
}

const keptName = (target: TargetName, name: string): string =>
  target === 'account' ? accountMatchKey(name) : target === 'contact' ? contactMatchKey(name) : nameKey(name);

function setOf(map: Map<TargetName, Set<string>>, target: TargetName): Set<string> {
  let set = map.get(target);
  if (!set) map.set(target, (set = new Set()));
  return set;
}
