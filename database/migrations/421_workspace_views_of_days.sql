-- owner: workspace
-- A saved view that was to show who has been untouched for thirty days, or what closes within thirty, says so in days: with the day of then it showed something else every day.
update saved_view v set search = (v.search - 'touchedBefore') || jsonb_build_object('untouchedDays', meant.days::text)
from (values (14), (30), (60), (90), (180)) as meant (days)
where v.search ->> 'touchedBefore' ~ '^\d{4}-\d\d-\d\dT00:00:00Z$' and abs(v.created_at::date - left(v.search ->> 'touchedBefore', 10)::date - meant.days) <= 1;
update saved_view v set search = (v.search - 'closeTo') || jsonb_build_object('closeWithin', meant.days::text)
from (values (-1), (30), (90)) as meant (days)
where v.search ->> 'closeTo' ~ '^\d{4}-\d\d-\d\d$' and abs((v.search ->> 'closeTo')::date - v.created_at::date - meant.days) <= case when meant.days < 0 then 0 else 1 end;
