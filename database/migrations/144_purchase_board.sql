-- owner: purchase
-- The sums of the board are read from an index alone: what is counted, and what decides who sees it, is all in it.

create index opportunity_sums on opportunity (workspace_id, sale_type, stage, currency)
  include (amount, probability, stage_since, id, owner_id, account_id) where outcome = 'open' and deleted_at is null;
-- It begins with the same columns.
drop index opportunity_open;

-- Why sales were won and lost, by the day on which they were decided: from an index alone as well.
create index opportunity_by_decision on opportunity (workspace_id, outcome, closed_on)
  include (close_reason, amount, currency, sale_type, firm_on, id, owner_id, account_id) where outcome <> 'open' and deleted_at is null;
drop index opportunity_by_reason;
