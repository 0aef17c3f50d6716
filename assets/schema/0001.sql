-- Version 1. Applied in one transaction; user_version is set by the program.

-- One row: who this history is of.
CREATE TABLE account (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    uin INTEGER NOT NULL,
    name TEXT NOT NULL,
    me INTEGER,                 -- peer.id
    last_seq INTEGER NOT NULL,  -- the largest Seq and LocalId handed out: a line that was taken back leaves no other
    last_local INTEGER NOT NULL -- trace. Numbers of 64 bits without a sign (this and msg_id) are kept as their bits.
);

-- The session to go on with: access to the account, sealed by the file's mode alone.
CREATE TABLE session (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    keepsake TEXT NOT NULL
);

CREATE TABLE peer (
    id INTEGER PRIMARY KEY,     -- PeerId: 0, 1, 2 …
    same_as INTEGER,            -- the peer this one turned out to be
    user_name TEXT NOT NULL,    -- of the kept session where current = 1, else of an older one
    current INTEGER NOT NULL,
    gone INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    flags INTEGER,              -- NULL: the record did not tell
    nick_name TEXT NOT NULL,
    remark_name TEXT NOT NULL,
    alias TEXT NOT NULL,
    signature TEXT NOT NULL,
    province TEXT NOT NULL,
    city TEXT NOT NULL,
    sex INTEGER NOT NULL,
    pinyin TEXT NOT NULL,       -- initials, full, remark initials, remark full, each ended by a line feed
    avatar_seq INTEGER NOT NULL,
    room TEXT,                  -- groups: JSON of what is known but the members
    members TEXT,               -- groups: names, one a line, as evidence
    since INTEGER NOT NULL,     -- line.seq: the last before the login in which it was first met
    apart TEXT NOT NULL         -- ids of peers that it is not, by the person's word, separated by blanks
);

CREATE TABLE chat (
    peer INTEGER PRIMARY KEY,
    unread INTEGER NOT NULL,
    mentioned INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    opened_at INTEGER NOT NULL,
    rank INTEGER NOT NULL
);

CREATE TABLE draft (
    chat INTEGER PRIMARY KEY,
    text TEXT NOT NULL
);

CREATE TABLE line (
    seq INTEGER PRIMARY KEY,
    chat INTEGER NOT NULL,
    at INTEGER NOT NULL,        -- seconds since 1970
    speaker INTEGER NOT NULL,   -- -1 me, -2 the service, else peer.id
    msg_id INTEGER,
    state INTEGER NOT NULL,     -- 0 kept, 1 queued, 2 sending, 3 failed, 4 unconfirmed
    local INTEGER,              -- LocalId while it is not kept
    why TEXT,                   -- failed: JSON of the reason
    kind INTEGER NOT NULL,      -- of the body, see store::body
    text TEXT NOT NULL,         -- what a search looks at: the body's words
    body TEXT,                  -- JSON of what the kind has besides
    msg_type INTEGER,
    app_type INTEGER,
    raw TEXT                    -- JSON of what came, where anything is in it that text does not say
);
CREATE INDEX line_in_chat ON line (chat, at, seq);
CREATE UNIQUE INDEX line_by_msg_id ON line (msg_id) WHERE msg_id IS NOT NULL;
CREATE INDEX line_unsent ON line (state) WHERE state <> 0;
CREATE INDEX line_by_kind ON line (kind, seq) WHERE kind <> 0;
CREATE INDEX line_by_speaker ON line (speaker, seq) WHERE speaker >= 0;

-- Full text: rowid is line.seq; the body is line.text with a space around every CJK character, so that one character is one
-- token and a phrase finds any run of them.
CREATE VIRTUAL TABLE said USING fts5(
    body, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2'
);
