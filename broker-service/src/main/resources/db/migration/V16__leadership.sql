-- Which broker leads: one row, whose epoch grows with every change of the lead.
create table leadership (
    the_one    boolean primary key default true check (the_one),
    epoch      bigint      not null,
    holder     text        not null,
    expires_at timestamptz not null
);
insert into leadership (epoch, holder, expires_at) values (0, '', '-infinity');
