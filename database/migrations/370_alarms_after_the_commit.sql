-- owner: ownership
-- Customers are looked at after the commit of what moved them. Whoever looks has put `due_at` off (`takeDue`); who became due again meanwhile stays due.
create or replace function customers_looked_at(looks jsonb) returns void language plpgsql as $$ begin
  update alarm_watch w set due_at = case when w.due_at <= n.looked_at + interval '5 minutes' then w.due_at else n.due_at end,
    looked_at = n.looked_at, decision = n.decision, member_id = n.member_id, probability = n.probability, dip = n.dip, signals = n.signals,
    forecast_at = n.forecast_at, lost_at = coalesce(w.lost_at, n.lost_at)
  from jsonb_to_recordset(looks) as n (
    account_id uuid, due_at timestamptz, looked_at timestamptz, decision text, member_id uuid, probability real, dip jsonb, signals jsonb, forecast_at timestamptz, lost_at timestamptz)
  where w.workspace_id = app_workspace() and w.account_id = n.account_id;
end $$;
