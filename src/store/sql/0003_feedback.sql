-- What people of a server said of figures: how many said what, by the figure's key (16 hexadecimal digits). amount, quote and
-- source are the article's words, so that the figure can be shown.
CREATE TABLE feedback (
    server BIGINT NOT NULL,
    figure TEXT NOT NULL,
    amount TEXT NOT NULL,
    quote TEXT NOT NULL,
    source TEXT NOT NULL,
    good BIGINT NOT NULL,
    bad BIGINT NOT NULL,
    outdated BIGINT NOT NULL,
    wrong BIGINT NOT NULL,
    PRIMARY KEY (server, figure)
);
-- How often a role at a place was asked for in a server and no figure was found, by the lexicon's ids; place is empty where
-- none was named.
CREATE TABLE gaps (
    server BIGINT NOT NULL,
    role TEXT NOT NULL,
    place TEXT NOT NULL,
    asked BIGINT NOT NULL,
    PRIMARY KEY (server, role, place)
);
