-- That an attempt waits in the queue of its region's resource manager: for what, and until when as that reckons; null: it does not, or that is
-- not known.
alter table attempts add column waits_for text;
alter table attempts add column waits_until timestamptz;
