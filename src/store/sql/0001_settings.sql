-- One row a setting that a server changed; what is not here has its default.
CREATE TABLE settings (
    server BIGINT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (server, name)
);
-- Servers that the bot was removed from, and when (seconds since 1970): their data is erased after a while.
CREATE TABLE departed (
    server BIGINT PRIMARY KEY,
    since BIGINT NOT NULL
);
