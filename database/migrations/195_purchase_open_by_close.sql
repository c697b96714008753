-- owner: purchase
-- What is to be decided until a day, and what was won in a time, by person, type and stage: goals, forecast calls and the mix of the force read these alone.

create index opportunity_open_by_close on opportunity (workspace_id, expected_close_on)
  include (owner_id, sale_type, stage, amount, currency, probability, offering, id, account_id) where outcome = 'open' and deleted_at is null;
drop index opportunity_won;
create index opportunity_won on opportunity (workspace_id, closed_on)
  include (owner_id, sale_type, amount, currency, offering, id, account_id) where outcome = 'won' and deleted_at is null;
