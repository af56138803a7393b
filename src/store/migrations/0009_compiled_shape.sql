-- Which shape of the compiled form a version was frozen with (COMPILED_SHAPE of agreement/compile.ts); 0: before shapes were
-- counted. No part of what is hashed and signed: it only says whether something has to be added when the version is run.

alter table agreement_version add column shape integer not null default 0;
