import { serviceCase, nextStep, touchpoint } from './dealings.ts';
import type { Field, Target } from './field.ts';
import { campaign, member, offering } from './house.ts';
import { account, contact } from './people.ts';
import { opportunity, order } from './selling.ts';
import { targetNames, type TargetName } from './names.ts';

export const targets: Readonly<Record<TargetName, Target>> = {
  member,
  offering,
  campaign,
  account,
  contact,
  opportunity,
  order,
  case: serviceCase,
  touchpoint,
  nextStep,
};

/** A field by its full name, `contact.email`; undefined when there is none. */
export const fieldAt = (path: string): Field | undefined => {
  const [target, name] = splitPath(path);
  return target && targets[target].fields.find((field) => field.name === name);
};

/** `contact.email` → ['contact', 'email']; the first is undefined when no such target exists. */
export const splitPath = (path: string): [TargetName | undefined, string] => {
  const dot = path.indexOf('.');
  const target = path.slice(0, dot);
  return [targetNames.find((name) => name === target), path.slice(dot + 1)];
};
