-- owner: offerings
-- For which types of sale an offering is made: one part of how well a sale is aligned. Null: nobody said so yet.

alter table offering add column fits text[] check (fits is null or (cardinality(fits) between 1 and 4 and fits <@ array['commercial', 'relationship', 'consumer', 'retail']));
