-- Articles that a server's moderators added, which answer in that server alone; added in seconds since 1970.
CREATE TABLE articles (
    server BIGINT NOT NULL,
    name TEXT NOT NULL,
    body TEXT NOT NULL,
    added BIGINT NOT NULL,
    PRIMARY KEY (server, name)
);
