-- How far the work of an attempt has come, as it says itself, and how far it had come when it first said so; null: it has not said.
alter table attempts add column progress_steps bigint;
alter table attempts add column progress_total bigint;
alter table attempts add column progress_at timestamptz;
alter table attempts add column progress_first_steps bigint;
alter table attempts add column progress_first_at timestamptz;
