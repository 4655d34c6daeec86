create table seats (number int, note text);
insert into seats select number, repeat('x', 100) from generate_series(1, 20000) as number;
analyze seats;
create table halls (id int);
