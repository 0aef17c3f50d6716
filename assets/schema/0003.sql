-- Version 3: what a draft replies to, and the faces and emoji used last.

CREATE TABLE quote (
    chat INTEGER PRIMARY KEY,   -- peer.id
    quote TEXT NOT NULL         -- JSON of a quote whose reply is empty
);

CREATE TABLE face (
    place INTEGER PRIMARY KEY,  -- 0 was used last
    face TEXT NOT NULL          -- as it is inserted
);
