/** Lists within a record (tags, addresses, numbers): two people who change one at the same time both keep what they changed. */

type Fields = Record<string, unknown>;

/** What a person made of a list, on top of what somebody else made of it meanwhile. */
function onTop(before: readonly unknown[], mine: readonly unknown[], theirs: readonly unknown[]): unknown[] {
  const stays = theirs.filter((each) => mine.includes(each) || !before.includes(each));
  return [...stays, ...mine.filter((each) => !before.includes(each) && !theirs.includes(each))];
}

/** The wanted fields, each list among them made on top of the present one. */
export function withLists(before: Fields, wanted: Fields, current: Fields): Fields {
  return Object.fromEntries(
    Object.entries(wanted).map(([name, mine]) => {
      const [was, theirs] = [before[name], current[name]];
      return [
        name,
        Array.isArray(mine) && Array.isArray(was) && Array.isArray(theirs) ? onTop(was, mine, theirs) : mine,
      ];
    }),
  );
}

/** The fields of which only one of two changes can stand. */
export const onlyValues = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => !Array.isArray(value)));
