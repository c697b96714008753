/** Invented people. Any likeness to a living person is chance. */
export const givenNames = [
  'Agnes', 'Tobias', 'Ilse', 'Marek', 'Johanna', 'Pieter', 'Sofia', 'Leif', 'Beatrix', 'Carlos', 'Nadia', 'Oskar', 'Renata', 'Hugo',
  'Elif', 'Matthias', 'Ingeborg', 'Stefano', 'Klara', 'Erik', 'Yasmin', 'Lorenz', 'Paula', 'Viktor', 'Ottilie', 'Gilles', 'Dagmar',
  'Simon', 'Marta', 'Kasper', 'Helene', 'Bruno', 'Amina', 'Walter', 'Eva', 'Nils', 'Teresa', 'Roland', 'Zuzana', 'Frederik', 'Livia',
  'Anton', 'Margit', 'Karim', 'Astrid', 'Philipp', 'Chiara', 'Sven', 'Judith', 'Milan', 'Rosa', 'Edmund', 'Silke', 'Jan', 'Camille',
  'Georg', 'Vera', 'Tim', 'Annika', 'Rupert',
] as const;

export const familyNames = [
  'Achterberg', 'Bjornsson', 'Caspari', 'Dubrovin', 'Eichinger', 'Fontane', 'Grahn', 'Haverkamp', 'Isaksen', 'Jurado', 'Kessler', 'Lambrecht',
  'Morandi', 'Novotny', 'Oberhuber', 'Pavlik', 'Quist', 'Rasch', 'Stavros', 'Tillmann', 'Unterweger', 'Vasile', 'Wieland', 'Xylander',
  'Ypma', 'Zeller', 'Ambrosi', 'Bergmeister', 'Castellan', 'Drexler', 'Ekholm', 'Ferrante', 'Gundersen', 'Hollweg', 'Ivarsson', 'Jelinek',
  'Kovar', 'Lindemann', 'Maroney', 'Niedermair', 'Orlandini', 'Prochazka', 'Reinholt', 'Sandvik', 'Thalberg', 'Uhlig', 'Verhoeven', 'Weissberg',
  'Ziegler', 'Arnesen', 'Blanchard', 'Czerny', 'Dahlgren', 'Engel', 'Fabritius', 'Gasser', 'Hartung', 'Imhof', 'Jordaan', 'Kastner',
  'Leclerc', 'Mertens', 'Nagel', 'Oxley', 'Petrov', 'Rossmann', 'Schild', 'Tamm', 'Varga', 'Winther',
] as const;

export const titles = ['Plant manager', 'Head of maintenance', 'Purchasing manager', 'Quality manager', 'Production director', 'Energy manager', 'Shift leader'] as const;
export const titlesOf: Record<string, readonly string[]> = {
  Health: ['Technical manager', 'Hygiene officer', 'Head of purchasing', 'Head of dialysis'],
  Utility: ['Waterworks manager', 'Operations engineer', 'Council member for works', 'Head of procurement'],
  Hospitality: ['Owner', 'House technician', 'Spa manager'],
  Pharma: ['Head of utilities', 'Validation engineer', 'Purchasing manager', 'Quality manager'],
  Growing: ['Owner', 'Crop manager', 'Technician'],
  Home: ['Home owner', 'Home owner'],
  Shop: ['Owner', 'Kitchen manager'],
};
